internal import ExchangeProtocol
internal import Glibc
internal import ZeroMQ

/// The outbox's file on a thread of its own, so that a sync holds up neither the network nor other tasks.
actor OutboxWriter {
    private let thread: PollThread
    private var file: OutboxFile?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// The numbers of what waits in the file when it is opened, and the next number.
    nonisolated let initialNumbers: Range<UInt64>

    /// Opens the file.
    init(path: String) throws(CordonError) {
        let file = try OutboxFile.open(path)
        initialNumbers = file.firstNumber..<file.endNumber
        do throws(ZeroMQError) {
            thread = try PollThread(name: "cordon-outbox")
        } catch {
            throw CordonError(.system, retry: .later, "no thread for the outbox: \(error)")
        }
        self.file = consume file
    }

    deinit {
        thread.stop()
    }

    /// Makes what comes in durable, and what is finished leave.
    func commit(
        _ alerts: [[OutgoingAlert]], finished: UInt64?, refused: [OutboxFile.Refused]
    ) throws(CordonError) {
        guard file != nil else { throw CordonError.closed }
        try file?.commit(alerts, finished: finished, refused: refused, now: Self.now)
    }

    /// Reads alerts that wait.
    func load(from number: UInt64, atMost alertsMax: Int, bytesMax: Int) throws(CordonError) -> [OutgoingAlert] {
        try file?.load(from: number, atMost: alertsMax, bytesMax: bytesMax) ?? []
    }

    /// Reads refused alerts.
    func refused(after number: UInt64, atMost alertsMax: Int) throws(CordonError) -> [RefusedAlert] {
        guard file != nil else { throw CordonError.closed }
        return try file?.refused(after: number, atMost: alertsMax) ?? []
    }

    /// Forgets refused alerts.
    func clearRefused(through number: UInt64) throws(CordonError) {
        guard file != nil else { throw CordonError.closed }
        try file?.clearRefused(through: number)
    }

    /// Closes the file, so that another process may open it.
    func close() {
        file = nil
    }

    /// Ends the thread, once the file is closed.
    nonisolated func stop() {
        thread.stop()
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) * 1_000 + UInt64(clamping: time.tv_nsec / 1_000_000)
    }
}
