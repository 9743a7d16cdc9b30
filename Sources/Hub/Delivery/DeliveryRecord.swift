internal import AlertModel
internal import Journal
internal import Trust

/// A recorded alert on its way to desks: the three parts, and what deciding on it needs.
///
/// One object however many desks it goes to: its bytes are never copied per desk before libzmq has them.
final class DeliveryRecord: Sendable {
    /// The record as the journal has it.
    let entry: JournalEntry
    /// What the release decision looks at.
    let facts: ReleaseFacts

    init(entry: JournalEntry, facts: ReleaseFacts) {
        self.entry = entry
        self.facts = facts
    }

    /// The record's place in the log.
    var position: Position { entry.position }

    /// The bytes that its delivery counts against a client's credit.
    var byteCount: UInt64 { UInt64(entry.content.count) }
}
