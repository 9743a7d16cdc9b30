internal import ExchangeProtocol

/// A batch that waits to be taken into the outbox.
struct PendingPut {
    let id: UInt64
    let alerts: [OutgoingAlert]
    let continuation: CheckedContinuation<Result<Range<UInt64>, CordonError>, Never>
}

/// What is finished with and still in the outbox's file.
struct PendingSettlement {
    /// The first number that is not finished, nil for nothing new.
    var finished: UInt64?
    var refused: [OutboxFile.Refused] = []
}

/// The way between memory and the outbox's file, which one task goes at a time: what came in meanwhile goes together.
extension CordonClient {
    /// The most alerts in one transaction, unless a single batch is larger.
    private static let commitAlertsMax = 4_096
    /// The most alerts read back at once.
    private static let loadAlertsMax = 1_024
    private static let loadBytesMax = 4 << 20
    /// The wait before the file is tried again after it failed, in milliseconds.
    private static let failurePauseMilliseconds: UInt64 = 1_000

    /// Whether the outbox takes another batch.
    var hasRoom: Bool {
        if outbox != nil { return endNumber - queue.firstNumber < UInt64(configuration.outboxAlertsMax) }
        return queue.count < configuration.queueAlertsMax && queue.byteCount < configuration.queueBytesMax
    }

    private var mustLoad: Bool {
        queue.endNumber < endNumber && 2 * queue.count <= configuration.queueAlertsMax
            && 2 * queue.byteCount <= configuration.queueBytesMax && ending == nil
    }

    /// What comes in is always tried, so that its caller hears of a failure; the rest waits until the file may work.
    private var hasWork: Bool {
        if !puts.isEmpty, hasRoom { return true }
        return outbox != nil && (settling.finished != nil || mustLoad) && now >= outboxPausedUntil
    }

    /// Starts the task that serves the outbox, unless it runs or has nothing to do.
    func startWorker() {
        guard worker == nil, hasWork else { return }
        worker = Task { [weak self] in await self?.work() }
    }

    private func work() async {
        while hasWork {
            let taken = takePuts()
            guard let outbox else {
                for put in taken { put.continuation.resume(returning: .success(append(put.alerts))) }
                continue
            }
            if await commit(taken, to: outbox), mustLoad { await load(from: outbox) }
        }
        worker = nil
        if link != nil { finishTurn() }
    }

    private func takePuts() -> ArraySlice<PendingPut> {
        guard hasRoom else { return [] }
        var count = 0
        var alerts = 0
        while count < puts.count, alerts < Self.commitAlertsMax {
            alerts += puts[count].alerts.count
            count += 1
        }
        // In memory each batch is weighed for itself.
        if outbox == nil { count = min(count, 1) }
        let taken = puts.prefix(count)
        puts.removeFirst(count)
        return taken
    }

    /// Makes batches durable and lets go of what is finished; false where the file refuses.
    private func commit(_ taken: ArraySlice<PendingPut>, to outbox: OutboxWriter) async -> Bool {
        guard !taken.isEmpty || settling.finished != nil else { return true }
        let settled = settling
        settling = PendingSettlement()
        do throws(CordonError) {
            try await outbox.commit(taken.map(\.alerts), finished: settled.finished, refused: settled.refused)
        } catch {
            takeBack(settled)
            for put in taken { put.continuation.resume(returning: .failure(error)) }
            return false
        }
        for put in taken {
            // What the queue has no room for now is read back from the file later.
            let numbers =
                queue.endNumber == endNumber && queue.count < configuration.queueAlertsMax
                    && queue.byteCount < configuration.queueBytesMax
                ? append(put.alerts) : skip(put.alerts.count)
            put.continuation.resume(returning: .success(numbers))
        }
        finishTurn()
        return true
    }

    private func load(from outbox: OutboxWriter) async {
        let first = queue.endNumber
        let loaded = try? await outbox.load(
            from: first, atMost: Self.loadAlertsMax, bytesMax: min(Self.loadBytesMax, configuration.queueBytesMax))
        // Something is there to be read: nothing is a failure too.
        if loaded?.isEmpty != false { outboxPausedUntil = now + Self.failurePauseMilliseconds }
        for alert in loaded ?? [] { queue.append(alert) }
        finishTurn()
    }

    /// Keeps what the file did not take for the next attempt.
    private func takeBack(_ settled: PendingSettlement) {
        settling.refused = settled.refused + settling.refused
        settling.finished = settling.finished ?? settled.finished
        outboxPausedUntil = now + Self.failurePauseMilliseconds
    }

    /// Takes a batch into the queue, under the next numbers.
    func append(_ alerts: [OutgoingAlert]) -> Range<UInt64> {
        for alert in alerts { queue.append(alert) }
        return skip(alerts.count)
    }

    private func skip(_ count: Int) -> Range<UInt64> {
        let first = endNumber
        endNumber += UInt64(count)
        return first..<endNumber
    }

    /// Takes what is settled off the queue, and notes that it leaves the file.
    func takeReceipts() -> [AlertReceipt] {
        var receipts: [AlertReceipt] = []
        queue.takeSettled(into: &receipts)
        guard outbox != nil else {
            startWorker()
            return receipts
        }
        settling.finished = queue.firstNumber
        for receipt in receipts {
            guard case .refused(let reason) = receipt.outcome else { continue }
            settling.refused.append(
                OutboxFile.Refused(number: receipt.number, reason: reason, findings: receipt.findings))
        }
        startWorker()
        return receipts
    }

    /// Lets what is finished leave the file now.
    func settle(_ outbox: OutboxWriter) async throws(CordonError) {
        guard settling.finished != nil else { return }
        let settled = settling
        settling = PendingSettlement()
        do throws(CordonError) {
            try await outbox.commit([], finished: settled.finished, refused: settled.refused)
        } catch {
            takeBack(settled)
            throw error
        }
    }
}
