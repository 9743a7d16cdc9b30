/// What the log said.
enum LogAnswer: Sendable {
    case replayed(ReplayAnswer)
    case references(ReferenceAnswer)
    case time(TimeAnswer)
    case identifier(IdentifierAnswer)
}

/// Answers questions to the log on a thread of its own, one after the other: the hub's thread never reads the disk.
actor LogWorker {
    private let queue = QueueExecutor(label: "cordon.log")
    private var reader: LogReader

    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    init(_ reader: consuming LogReader) { self.reader = reader }

    /// Answers one question.
    func answer(_ reading: LogReading) -> LogAnswer { reader.answer(reading) }
}
