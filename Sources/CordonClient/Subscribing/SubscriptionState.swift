internal import ExchangeProtocol

/// What the client keeps of one subscription: what was delivered and not read, and who waits for it.
final class SubscriptionState {
    /// Alerts of one session that take up its window until they are read.
    struct Unread {
        var session: UInt64 = 0
        var alerts = 0
        var bytes = 0
    }

    /// Where it stands.
    enum Stage {
        /// The hub has not answered; the wait ends at `openDeadline`.
        case opening
        /// The hub delivers.
        case open
        /// Nothing more comes, for this reason; nil where that was wished.
        case ended(CordonError?)
    }

    /// Alerts at or below this position are dropped: their effects are stored already.
    let storedPosition: UInt64
    let openDeadline: UInt64
    var stage = Stage.opening
    var opening = Waiters<Subscribed>()
    /// Why the hub did not open it when it was asked last.
    var openError: CordonError? { didSet { if let openError { onWait?(openError) } } }
    private let onWait: (@Sendable (CordonError) -> Void)?
    private var gaps: [SubscriptionEvent] = []
    private var alerts: [AlertDelivery] = []
    private(set) var unread = Unread()
    var reading = Waiters<SubscriptionEvent?>()

    init(storedPosition: UInt64, openDeadline: UInt64, onWait: (@Sendable (CordonError) -> Void)? = nil) {
        self.onWait = onWait
        self.storedPosition = storedPosition
        self.openDeadline = openDeadline
    }

    var isOpening: Bool { if case .opening = stage { true } else { false } }

    var isEnded: Bool { if case .ended = stage { true } else { false } }

    /// Keeps an alert until it is read.
    func append(_ alert: AlertDelivery, of delivery: Delivery) {
        if unread.session != delivery.session { unread = Unread(session: delivery.session) }
        unread.alerts += 1
        unread.bytes += delivery.byteCount
        alerts.append(alert)
    }

    /// Keeps a gap, behind the alerts that came before it.
    func append(_ gap: SubscriptionGap) {
        // Gaps need no room of the window, so those that follow each other become one.
        if alerts.isEmpty, case .gap(let last)? = gaps.last {
            gaps.removeLast()
            let joined = SubscriptionGap(
                fromPosition: last.fromPosition, toPosition: gap.toPosition, skipped: last.skipped &+ gap.skipped)
            return gaps.append(.gap(joined))
        }
        if !alerts.isEmpty { gaps.append(.alerts(alerts)) }
        alerts = []
        gaps.append(.gap(gap))
    }

    /// The next event, nil where there is none at present.
    func takeEvent() -> SubscriptionEvent? {
        if !gaps.isEmpty { return gaps.removeFirst() }
        guard !alerts.isEmpty else { return nil }
        let taken = alerts
        alerts = []
        return .alerts(taken)
    }

    /// What may be delivered anew because everything was read.
    func takeUnread() -> Unread? {
        guard unread.alerts > 0, gaps.isEmpty, alerts.isEmpty else { return nil }
        defer { unread = Unread() }
        return unread
    }

    /// Forgets what was not read.
    func dropUnread() {
        gaps.removeAll()
        alerts.removeAll()
    }
}
