import CommandLine
import CordonClient
import Glibc
import Synchronization

/// Reads a subscription and prints what comes, until something ends it. What was confirmed has left the program: it is
/// in the file, or with the reader.
final class Reception: Sendable {
    /// What ends a reception.
    private enum Ending: Sendable {
        case finished
        case idle
        case stopped(ExitCode)
        case readerGone
        case failed(any Error)
        case graceOver
    }

    private typealias Endings = AsyncStream<Ending>.Continuation

    /// How often to look whether the reader of the output is still there, and whether alerts still come.
    private static let watchInterval = Duration.milliseconds(100)
    /// How long a batch that is being written may take once the program was asked to end.
    private static let graceTimeMax = Duration.seconds(1)
    private static let endingsMax = 16

    private let style: AlertPrinter.Style
    private let console: Console
    private let count: Int?
    private let timeout: Duration?
    private let cursor: FileCursorStore?
    private let isDurable: Bool
    /// How many alerts came, and since when none does: nil until the hub serves the subscription.
    private let received = Mutex((alerts: 0, at: ContinuousClock.Instant?.none))

    /// - Parameters:
    ///   - isDurable: whether what was printed is confirmed to the hub.
    ///   - cursor: where to keep the position besides.
    init(_ arguments: ParsedArguments, isDurable: Bool, cursor: FileCursorStore? = nil) throws {
        style = try ReceivingFlags.printing(arguments)
        console = arguments.console
        count = arguments[ReceivingFlags.count]
        timeout = arguments[ReceivingFlags.timeout]
        self.cursor = cursor
        self.isDurable = isDurable
    }

    /// Connects, subscribes by `open`, receives, and closes the client.
    func perform(
        _ configuration: ClientConfiguration, open: @escaping @Sendable (CordonClient) async throws -> Subscription
    ) async throws -> ExitCode {
        let client: CordonClient
        do throws(CordonError) {
            client = try CordonClient(configuration)
        } catch {
            throw CommandFailure(error)
        }
        let (endings, end) = AsyncStream.makeStream(
            of: Ending.self, bufferingPolicy: .bufferingOldest(Self.endingsMax))
        let watch = try SignalWatch([.interrupt, .terminate])
        let reader = Task { await self.receive(client, open, end) }
        let others = [
            Task {
                for await signal in watch.signals { end.yield(.stopped(signal == .interrupt ? .interrupted : .ok)) }
            },
            Task { await self.watchOutput(end) },
            Task { await self.watchTime(end) },
        ]
        var ending = await endings.first { _ in true } ?? .finished
        switch ending {
        case .idle, .stopped:
            // A batch that is being written is finished and confirmed first.
            reader.cancel()
            let grace = Task {
                try await Task.sleep(for: Self.graceTimeMax)
                end.yield(.graceOver)
            }
            if case .failed(let error)? = await endings.first(where: { if case .stopped = $0 { false } else { true } }),
                !Self.isCancellation(error)
            {
                ending = .failed(error)
            }
            grace.cancel()
        default: break
        }
        for task in others + [reader] { task.cancel() }
        await client.close()
        watch.stop()
        return try conclude(ending)
    }

    private static func isCancellation(_ error: any Error) -> Bool {
        error is CancellationError || (error as? CordonError)?.code == .cancelled
    }

    // MARK: Reading

    private func receive(
        _ client: CordonClient, _ open: @Sendable (CordonClient) async throws -> Subscription, _ end: Endings
    ) async {
        do {
            let follower = ConnectionNotes.follow(client, on: console) { end.yield(.failed($0)) }
            defer { follower.cancel() }
            try await client.connect(timeout: ReceivingFlags.answerTimeMax)
            let subscription = try await open(client)
            for line in subscription.notes.split(separator: "\n") { console.note(Terminal.safe(String(line))) }
            received.withLock { $0.at = .now }
            try Self.endTornLine()
            var printer = AlertPrinter(style, console: console)
            var events = subscription.makeAsyncIterator()
            while !Task.isCancelled, try await take(&events, of: subscription, &printer) {}
            end.yield(.finished)
        } catch {
            end.yield(.failed(error))
        }
    }

    /// Prints and confirms one event; false where there will be no more.
    private func take(
        _ events: inout Subscription.Iterator, of subscription: Subscription, _ printer: inout AlertPrinter
    ) async throws -> Bool {
        guard let event = try await events.next() else { return false }
        guard case .alerts(let alerts) = event else {
            if case .gap(let gap) = event { try printer.print(gap) }
            try console.output.flush()
            return true
        }
        let before = received.withLock { $0.alerts }
        let taken = alerts.prefix(count.map { $0 - before } ?? alerts.count)
        for alert in taken { try printer.print(alert) }
        try console.output.flush()
        if isDurable, let last = taken.last {
            try Self.syncOutput()
            try cursor?.save(Cursor(epoch: last.epoch, position: last.position))
            await subscription.confirm(through: last.position)
        }
        let total = before + taken.count
        received.withLock { $0 = (total, .now) }
        return count.map { total < $0 } ?? true
    }

    // MARK: The output's file

    private static var isOutputFile: Bool {
        var status = stat()
        return fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Makes what was written to a file durable before it is confirmed, as the hub does before it accepts.
    private static func syncOutput() throws(OutputFailure) {
        guard isOutputFile else { return }
        guard fdatasync(STDOUT_FILENO) == 0 else { throw .system(errno: errno) }
    }

    /// Ends a line that a crash cut short, where output is appended to a file, so that the next begins on its own.
    private static func endTornLine() throws(OutputFailure) {
        guard isOutputFile, fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND != 0 else { return }
        let descriptor = Glibc.open("/proc/self/fd/\(STDOUT_FILENO)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0
        guard size > 0, pread(descriptor, &last, 1, size - 1) == 1, last != UInt8(ascii: "\n") else { return }
        var newline = UInt8(ascii: "\n")
        guard write(STDOUT_FILENO, &newline, 1) == 1 else { throw .system(errno: errno) }
    }

    // MARK: Watching

    /// Ends the reception when the reader of a pipe is gone, even where nothing comes that could be written.
    private func watchOutput(_ end: Endings) async {
        while (try? await Task.sleep(for: Self.watchInterval)) != nil {
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            guard poll(&output, 1, 0) > 0, Int32(output.revents) & (POLLERR | POLLNVAL) != 0 else { continue }
            return _ = end.yield(.readerGone)
        }
    }

    private func watchTime(_ end: Endings) async {
        guard let timeout else { return }
        while (try? await Task.sleep(for: min(timeout, Self.watchInterval))) != nil {
            guard let last = received.withLock({ $0.at }) else { continue }
            if ContinuousClock.now - last >= timeout { return _ = end.yield(.idle) }
        }
    }

    // MARK: The end

    private func conclude(_ ending: Ending) throws -> ExitCode {
        switch ending {
        case .finished, .graceOver: return .ok
        case .readerGone: throw OutputFailure.closed
        case .stopped(let code): return code
        case .failed(let error as CordonError): throw CommandFailure(error)
        case .failed(let error): throw error
        case .idle:
            let alerts = received.withLock { $0.alerts }
            guard let count, alerts < count else { return .ok }
            let time = HumanFormat.duration(timeout ?? .zero)
            throw CommandFailure(.unavailable, "only \(alerts) of \(count) alerts came, and then none for \(time)")
        }
    }
}
