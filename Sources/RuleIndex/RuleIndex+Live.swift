public import JSONDocument
public import RuleLanguage

/// A change of the rules.
public enum RuleChange: Sendable {
    /// Adds a rule, or replaces the one of that id.
    case insert(RuleID, Rule)
    /// Takes a rule out.
    case remove(RuleID)
}

/// What an index remembers of changes and alerts, to tell when its keys should be chosen anew.
struct LiveState: Sendable {
    /// Of the alerts offered one in so many is remembered, once there are enough to choose keys by.
    static let alertsPerSample = 32
    /// So many alerts are enough.
    static let samplesMin = AlertSample.alertsMax / 4
    /// Fewer changes than this never make reclustering worth while.
    static let changesMin = 1_000
    /// Keys are chosen anew when so many times as many alerts were remembered as when they were chosen last.
    static let sampleGrowth = 4
    /// The most changes remembered while keys are chosen anew; with more, what was chosen is dropped.
    static let changesMax = 1 << 18

    /// Whether keys are being chosen anew elsewhere, and the changes since that began.
    enum Reclustering {
        case none
        case underWay([RuleChange])
        /// There were too many changes.
        case overrun
    }

    var reclustering = Reclustering.none
    private var alertsUntilSample = 0
    private var samples = 0
    private var samplesBefore = 0
    private var changes = 0

    /// Counts an alert; whether it is to be remembered.
    mutating func counts() -> Bool {
        alertsUntilSample -= 1
        guard alertsUntilSample < 0 else { return false }
        samples += 1
        alertsUntilSample = samples < Self.samplesMin ? 0 : Self.alertsPerSample - 1
        return true
    }

    mutating func note(_ change: @autoclosure () -> RuleChange) {
        changes += 1
        guard case .underWay(var made) = reclustering else { return }
        reclustering = .overrun
        if made.count < Self.changesMax {
            made.append(change())
            reclustering = .underWay(made)
        }
    }

    func isWorthReclustering(_ count: Int) -> Bool {
        guard case .none = reclustering, samples >= Self.samplesMin, count >= Self.changesMin else { return false }
        return changes >= max(count / 2, Self.changesMin)
            || samples >= Self.sampleGrowth * max(samplesBefore, Self.samplesMin)
    }

    mutating func begin() {
        reclustering = .underWay([])
        changes = 0
        samplesBefore = samples
    }
}

/// An index that live alerts are matched against learns from them, and says when its keys should be chosen anew.
extension RuleIndex {
    /// Takes note of an alert that is matched: to be called with every one. Costs next to nothing, as only some are
    /// remembered as `observe` remembers them: the first 256, and then one in 32.
    public mutating func sample(_ root: JSONNode) {
        if live.counts() { observe(root) }
    }

    /// Whether reclustering is likely to pay: a thousand rules are here, 256 alerts were sampled, and since keys were
    /// chosen last half as many rules changed as there are, or four times as many alerts were sampled as then. Never
    /// while reclustering is under way. Costs nothing: ask after every alert.
    public var isWorthReclustering: Bool { live.isWorthReclustering(count) }

    /// Begins to choose keys anew: the copy returned is to be `reclustered()`, on any thread, and the result to be
    /// handed to `finishReclustering`. Alerts may be matched and rules changed meanwhile.
    /// - Returns: Nil where that is under way already.
    public mutating func beginReclustering() -> RuleIndex? {
        guard case .none = live.reclustering else { return nil }
        live.begin()
        forgetSnapshot()
        return self
    }

    /// Makes this the reclustered index, with the changes made here since `beginReclustering`.
    /// - Returns: False where nothing had begun, or so many changes were made meanwhile that the result was dropped:
    ///   the index is then as it was, and reclustering can begin again.
    @discardableResult
    public mutating func finishReclustering(with reclustered: RuleIndex) -> Bool {
        let made = live.reclustering
        live.reclustering = .none
        guard case .underWay(let changes) = made else { return false }
        var better = reclustered
        better.apply(changes)
        better.live = live
        better.sample = sample
        better.broadCounts = broadCounts
        better.broadOwners = broadOwners
        self = better
        return true
    }

    /// Makes changes, one after the other.
    public mutating func apply(_ changes: [RuleChange]) {
        for change in changes {
            switch change {
            case .insert(let id, let rule): insert(id, rule)
            case .remove(let id): remove(id)
            }
        }
    }
}
