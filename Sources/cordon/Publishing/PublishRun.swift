import CommandLine
import CordonClient
import Synchronization

/// One run of `cordon publish`: one task feeds the client, one prints receipts, and the first thing that ends the run
/// ends it.
final class PublishRun: Sendable {
    /// What ends a run.
    private enum Ending: Sendable {
        case finished
        case stalled
        case interrupted
        case failed(any Error)
    }

    private typealias Endings = AsyncStream<Ending>.Continuation

    /// How often to look whether receipts still come.
    private static let watchInterval = Duration.milliseconds(100)
    /// How long the receipts of an earlier run's alerts may take to be printed once the client has them.
    private static let drainTimeMax = Duration.milliseconds(300)
    private static let endingsMax = 16

    private let sources: [AlertSource]
    private let byteCount: Int?
    private let timeout: Duration
    private let console: Console
    private let printer: ReceiptPrinter
    private let isQuiet: Bool
    private let outbox: String?
    private let ledger: Mutex<PublishLedger>
    private let started = ContinuousClock.now

    init(
        sources: [AlertSource], byteCount: Int?, timeout: Duration, console: Console, style: ReceiptPrinter.Style,
        isQuiet: Bool, outbox: String?
    ) {
        self.sources = sources
        self.byteCount = byteCount
        self.timeout = timeout
        self.console = console
        self.isQuiet = isQuiet
        self.outbox = outbox
        printer = ReceiptPrinter(style: style, console: console)
        ledger = Mutex(PublishLedger(firstNumber: 0, outboxName: outbox ?? ""))
    }

    /// Publishes everything, and answers how the program ends.
    func perform(_ configuration: ClientConfiguration) async throws -> ExitCode {
        let client: CordonClient
        let receipts: AlertReceipts
        do throws(CordonError) {
            client = try CordonClient(configuration)
            receipts = await client.receipts()
            let first = try await client.publish([]).lowerBound
            ledger.withLock { $0 = PublishLedger(firstNumber: first, outboxName: outbox ?? "") }
        } catch {
            throw CommandFailure(error)
        }
        let (endings, end) = AsyncStream.makeStream(
            of: Ending.self, bufferingPolicy: .bufferingOldest(Self.endingsMax))
        let watch = try SignalWatch([.interrupt, .terminate])
        let tasks = [
            Task { for await _ in watch.signals { end.yield(.interrupted) } },
            Task { await self.print(receipts, end) },
            Task { await self.feed(client, end) },
            Task { await self.watchProgress(end) },
        ]
        let ending = await endings.first { _ in true } ?? .finished
        for task in tasks { task.cancel() }
        await client.close()
        watch.stop()
        return try conclude(ending)
    }

    // MARK: Feeding

    private func feed(_ client: CordonClient, _ end: Endings) async {
        do {
            // With an outbox alerts are safe before there is a connection; without one they wait for it unread.
            async let connection = connect(client)
            if outbox == nil, let error = await connection { throw error }
            let follower = ConnectionNotes.follow(client, on: isQuiet || outbox != nil ? nil : console) {
                end.yield(.failed($0))
            }
            defer { follower.cancel() }
            var bytesBefore = 0
            for var source in sources {
                while let batch = try await source.next() {
                    let origins = origins(of: batch, in: source.name, bytesBefore)
                    ledger.withLock { $0.note(origins) }
                    try await client.publish(batch.alerts.map { OutgoingAlert($0.bytes) })
                }
                bytesBefore += source.byteCount ?? 0
            }
            if let error = await connection { throw error }
            if ledger.withLock({ $0.counts.read }) == 0, outbox != nil { try await drain(client) }
            ledger.withLock { $0.isFed = true }
            finishIfDone(end)
            // The follower tells of losses until the receipts are all there.
            while !Task.isCancelled { try await Task.sleep(for: .seconds(1)) }
        } catch is CancellationError {
            return
        } catch {
            end.yield(.failed(error))
        }
    }

    private func connect(_ client: CordonClient) async -> CordonError? {
        do throws(CordonError) {
            try await client.connect(timeout: timeout)
            return nil
        } catch {
            return error
        }
    }

    /// Waits until what an earlier run left has its receipt, and is printed.
    private func drain(_ client: CordonClient) async throws {
        try await client.flush(timeout: timeout)
        let deadline = ContinuousClock.now + Self.drainTimeMax
        var settled = -1
        while ContinuousClock.now < deadline {
            let now = ledger.withLock { $0.counts.settled }
            if now > 0, now == settled { return }
            settled = now
            try await Task.sleep(for: Self.drainTimeMax / 6)
        }
    }

    private func origins(
        of batch: AlertSource.Batch, in name: String, _ bytesBefore: Int
    ) -> [PublishLedger.Origin] {
        zip(batch.alerts, batch.ends).map { item, end in
            PublishLedger.Origin(file: name, line: item.line, end: bytesBefore + end)
        }
    }

    // MARK: Receipts

    private func print(_ receipts: AlertReceipts, _ end: Endings) async {
        var bar = ProgressBar("publishing", total: byteCount, unit: .bytes, console: console)
        let hasBar = !isQuiet && printer.style != .text && console.errorTerminal.isTerminal
        do {
            for try await batch in receipts {
                if hasBar { bar.finish() }
                for receipt in batch {
                    let origin = ledger.withLock { $0.settle(receipt) }
                    try printer.print(receipt, of: origin)
                }
                try console.output.flush()
                if hasBar { bar.update(ledger.withLock { $0.last?.end ?? 0 }) }
                finishIfDone(end)
            }
        } catch {
            end.yield(.failed(error))
        }
        if hasBar { bar.finish() }
    }

    private func finishIfDone(_ end: Endings) {
        if ledger.withLock({ $0.isFinished }) { end.yield(.finished) }
    }

    /// Ends the run where alerts await a receipt and nothing moves any more.
    private func watchProgress(_ end: Endings) async {
        var seen = -1
        var moved = ContinuousClock.now
        while (try? await Task.sleep(for: Self.watchInterval)) != nil {
            let (progress, isWaiting) = ledger.withLock {
                ($0.counts.read + $0.counts.settled, $0.pendingCount > 0)
            }
            if progress != seen || !isWaiting { moved = .now }
            seen = progress
            if ContinuousClock.now - moved >= timeout + Self.watchInterval { return _ = end.yield(.stalled) }
        }
    }

    // MARK: The end

    private func conclude(_ ending: Ending) throws -> ExitCode {
        let (counts, pending, last) = ledger.withLock { ($0.counts, $0.pendingCount, $0.last) }
        if counts.read + counts.settled > 0, !isQuiet { console.note(summary(counts, pending)) }
        let kept = outbox.map { "\(pending) without a receipt are kept in \($0): run again to send them" }
        let again = kept ?? "run again to go on: what the hub has is answered as a duplicate"
        switch ending {
        case .failed(let error as CordonError):
            var failure = CommandFailure(error)
            if pending > 0, failure.code == .unavailable { failure.help = again }
            throw failure
        case .failed(let error): throw error
        case .stalled:
            throw CommandFailure(
                .unavailable, "no receipt came for \(HumanFormat.duration(timeout))", help: again)
        case .interrupted:
            if !isQuiet {
                let place = last.map { origin in origin.line.map { "\(origin.file):\($0)" } ?? origin.file }
                console.note("interrupted \(place.map { "behind \(Terminal.safe($0))" } ?? "before the first receipt")")
                if pending > 0 { console.note(Terminal.safe(again)) }
            }
            return .interrupted
        case .finished: break
        }
        guard counts.read + counts.settled > 0 else {
            if outbox != nil, sources.isEmpty { return .ok }
            throw CommandFailure(.noInput, "there is no alert to publish")
        }
        if counts.refused > counts.notAllowed { return .dataRefused }
        return counts.notAllowed > 0 ? .notAllowed : .ok
    }

    private func summary(_ counts: PublishLedger.Counts, _ pending: Int) -> String {
        let elapsed = started.duration(to: .now)
        var parts = ["\(HumanFormat.count(counts.accepted)) accepted"]
        if counts.duplicates > 0 { parts.append("\(HumanFormat.count(counts.duplicates)) duplicate") }
        if counts.refused > 0 { parts.append("\(HumanFormat.count(counts.refused)) refused") }
        if pending > 0 { parts.append("\(HumanFormat.count(pending)) without a receipt") }
        let rate = HumanFormat.rate(Double(counts.settled) / max(0.001, elapsed / .seconds(1)))
        return "\(parts.joined(separator: ", ")) in \(HumanFormat.duration(elapsed)) (\(rate))"
    }
}
