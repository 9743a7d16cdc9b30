/// Alerts whose admission waits for an answer of the log: updates and cancellations for what they refer to, old
/// identifiers for whether they are known.
struct WaitingAdmissions {
    /// An alert that waits, with its bytes, as the message that brought it is gone by then.
    struct Alert {
        let body: [UInt8]
        let signature: [UInt8]
        let waiter: ReceiptWaiter
    }

    private var alerts: [UInt64: Alert] = [:]
    private var lastTicket: UInt64 = 0

    /// How many wait.
    var count: Int { alerts.count }

    /// Whether one more may wait.
    var hasRoom: Bool { alerts.count < HubLimits.waitingFollowUpsMax }

    /// Lets an alert wait; the ticket comes back with the answer.
    mutating func insert(_ alert: Alert) -> UInt64 {
        lastTicket += 1
        alerts[lastTicket] = alert
        return lastTicket
    }

    /// Takes out the alert of a ticket.
    mutating func remove(_ ticket: UInt64) -> Alert? { alerts.removeValue(forKey: ticket) }
}
