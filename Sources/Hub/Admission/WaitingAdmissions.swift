internal import AlertModel
internal import Journal

/// Alerts whose admission waits for an answer of the log: updates and cancellations for what they refer to, old
/// identifiers for whether they are known.
struct WaitingAdmissions {
    /// An alert that waits, with its bytes, as the message that brought it is gone by then.
    struct Alert {
        let identifier: RecordIdentifier
        let body: [UInt8]
        let signature: [UInt8]
        let waiter: ReceiptWaiter
        /// Its place among those that ever waited, kept when it waits again.
        let order: UInt64
        /// What it updates or cancels, where that is what it waits for.
        let references: [AlertReference]
    }

    private var alerts: [UInt64: Alert] = [:]
    private var lastTicket: UInt64 = 0
    /// The place of the first alert of each identifier.
    private var orders: [RecordIdentifier: UInt64] = [:]
    /// Tickets of alerts that refer to alerts which are on their way into the log themselves, oldest first.
    private var held: [UInt64] = []

    /// None wait.
    init() {}

    /// How many wait.
    var count: Int { alerts.count }

    /// Whether one more may wait.
    var hasRoom: Bool { alerts.count < HubLimits.waitingFollowUpsMax }

    /// Whether some are held.
    var hasHeld: Bool { !held.isEmpty }

    /// The place that an alert gets which waits for the first time.
    var nextOrder: UInt64 { lastTicket + 1 }

    /// Lets an alert wait; the ticket comes back with the answer.
    mutating func insert(_ alert: Alert) -> UInt64 {
        lastTicket += 1
        alerts[lastTicket] = alert
        orders[alert.identifier] = min(orders[alert.identifier] ?? alert.order, alert.order)
        return lastTicket
    }

    /// Lets the log not be asked yet for the alert of a ticket.
    mutating func hold(_ ticket: UInt64) { held.append(ticket) }

    /// Takes from those that are held whatever refers to nothing that is on its way, oldest first.
    ///
    /// - Parameter isPending: whether an alert has a place in the log and is not durable yet.
    mutating func takeFree(
        isPending: (RecordIdentifier) -> Bool
    ) -> [(ticket: UInt64, references: [AlertReference])] {
        var free: [(ticket: UInt64, references: [AlertReference])] = []
        var stillHeld: [UInt64] = []
        for ticket in held {
            guard let alert = alerts[ticket] else { continue }
            let isHeld = alert.references.contains { reference in
                let identifier = RecordIdentifier(reference)
                // Only what came before holds up, or two that refer to each other would wait for ever.
                return isPending(identifier) || orders[identifier].map { $0 < alert.order } ?? false
            }
            if isHeld { stillHeld.append(ticket) } else { free.append((ticket, alert.references)) }
        }
        held = stillHeld
        return free
    }

    /// Takes out the alert of a ticket.
    mutating func remove(_ ticket: UInt64) -> Alert? {
        guard let alert = alerts.removeValue(forKey: ticket) else { return nil }
        if orders[alert.identifier] == alert.order { orders[alert.identifier] = nil }
        return alert
    }

    /// Takes out all, in the order in which they came.
    mutating func removeAll() -> [Alert] {
        defer {
            alerts.removeAll()
            orders.removeAll()
            held.removeAll()
        }
        return alerts.sorted { $0.key < $1.key }.map(\.value)
    }
}
