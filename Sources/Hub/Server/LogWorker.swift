/// The answer to a `LogReading`.
enum LogAnswer: Sendable {
    case rules(RulesAnswer)
    case replayed(ReplayAnswer)
    case references(ReferenceAnswer)
    case time(TimeAnswer)
    case identifier(IdentifierAnswer)
}

/// Checks rules on a thread of its own, one list after the other: heavy ones hold up neither the hub nor replays.
actor RuleChecker {
    private let queue = QueueExecutor(label: "cordon.rules")

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    /// Answers one question.
    func answer(_ request: RulesRequest) -> RulesAnswer { request.answer() }
}

/// Answers questions to the log on a thread of its own, one after the other: the hub's thread never reads the disk.
actor LogWorker {
    private let queue: QueueExecutor
    private var reader: LogReader

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(label: String, _ reader: consuming LogReader) {
        queue = QueueExecutor(label: label)
        self.reader = reader
    }

    /// Answers one question.
    func answer(_ reading: LogReading) -> LogAnswer { reader.answer(reading) }
}
