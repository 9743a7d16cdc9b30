internal import ExchangeProtocol
internal import JSONDocument
internal import ZeroMQ

extension CordonClient {
    /// Puts alerts into the outbox. They are sent, and sent again after every loss of the connection and, with an
    /// outbox's file, every restart of the process, until each has its receipt.
    ///
    /// Returns once the alerts are safe in the outbox's file, or in memory where there is none; waits where the outbox
    /// is full. Whole batches are taken, so hand over many alerts at once: a call costs a sync of the disk, which
    /// concurrent calls share. Where the task is cancelled while it waits, nothing of the batch is taken.
    ///
    /// - Parameter alerts: one to many alerts; each is judged on its own.
    /// - Returns: the alerts' numbers, which their receipts bear.
    /// - Throws: `CordonError`: `.outbox` where the file cannot take them, `.closed`, `.cancelled`, or why the hub
    ///   refuses the client for good.
    @discardableResult
    public func publish(_ alerts: [OutgoingAlert]) async throws(CordonError) -> Range<UInt64> {
        if let ending { throw ending }
        guard !alerts.isEmpty else { return endNumber..<endNumber }
        if outbox == nil, puts.isEmpty, hasRoom {
            // Without a file nothing is to be waited for.
            let numbers = append(alerts)
            finishTurn()
            return numbers
        }
        let id = nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                puts.append(PendingPut(id: id, alerts: alerts, continuation: continuation))
                startWorker()
            }
        } onCancel: {
            Task { await self.cancelPut(id) }
        }
        return try result.get()
    }

    /// The receipts of this client's alerts, in the order of their numbers.
    ///
    /// Ask for them before `connect`: receipts that come while nobody asked are not kept. Once asked for, they must be
    /// read, as they take up room in the queue until then.
    public func receipts() -> AlertReceipts {
        isReadingReceipts = true
        return AlertReceipts(client: self)
    }

    /// Waits until every alert in the outbox has its receipt, and that was read where receipts are.
    ///
    /// - Throws: `CordonError` with code `.timedOut`, `.closed`, or why the hub refuses the client for good.
    public func flush(timeout: Duration = .seconds(30)) async throws(CordonError) {
        if let ending { throw ending }
        guard !isFlushed else { return }
        let id = nextID()
        let deadline = now + timeout.milliseconds
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                flushWaiters.add(id, until: deadline, continuation)
                if Task.isCancelled { cancelFlush(id) }
                if let ending { flushWaiters.resume(id, with: .failure(ending)) }
                finishTurn()
            }
        } onCancel: {
            Task { await self.cancelFlush(id) }
        }
        try result.get()
    }

    /// Alerts that the hub refused for good, in the order of their numbers: the newest 10,000, none without an outbox's file.
    ///
    /// - Parameters:
    ///   - number: only alerts with a greater number.
    ///   - alertsMax: at most so many.
    public func refusedAlerts(
        after number: UInt64 = 0, atMost alertsMax: Int = 1_000
    ) async throws(CordonError) -> [RefusedAlert] {
        guard let outbox else { return [] }
        try await settle(outbox)
        return try await outbox.refused(after: number, atMost: alertsMax)
    }

    /// Forgets refused alerts up to a number.
    public func clearRefusedAlerts(through number: UInt64) async throws(CordonError) {
        guard let outbox else { return }
        try await settle(outbox)
        try await outbox.clearRefused(through: number)
    }

    /// The next receipts, nil once the client is closed.
    func nextReceipts() async throws(CordonError) -> [AlertReceipt]? {
        isReadingReceipts = true
        if queue.hasSettled {
            let receipts = takeReceipts()
            finishTurn()
            return receipts
        }
        if let ending {
            if isClosed { return nil }
            throw ending
        }
        let id = nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                receiptWaiters.add(id, until: nil, continuation)
                // Others may have had their turn since it was looked whether there are receipts.
                if Task.isCancelled {
                    cancelReceipts(id)
                } else if let ending {
                    receiptWaiters.resume(id, with: isClosed ? .success(nil) : .failure(ending))
                } else {
                    wakeReaders()
                }
            }
        } onCancel: {
            Task { await self.cancelReceipts(id) }
        }
        return try result.get()
    }

    private func cancelPut(_ id: UInt64) {
        guard let index = puts.firstIndex(where: { $0.id == id }) else { return }
        puts.remove(at: index).continuation.resume(returning: .failure(.cancelled))
    }

    private func cancelFlush(_ id: UInt64) {
        flushWaiters.resume(id, with: .failure(.cancelled))
    }

    private func cancelReceipts(_ id: UInt64) {
        receiptWaiters.resume(id, with: .failure(.cancelled))
    }

    func failPuts(_ error: CordonError) {
        let failed = puts
        puts.removeAll()
        for put in failed { put.continuation.resume(returning: .failure(error)) }
    }
}

// MARK: - Sending

extension CordonClient {
    /// The most bytes gathered into one PUBLISH of several alerts.
    private static let batchBytesMax = 256 << 10

    /// Sends waiting alerts as far as the windows allow.
    func sendAlerts() {
        guard session.state == .ready, let limits = session.welcome?.limits, let link, ending == nil else { return }
        let now = now
        guard now >= publishPausedUntil else { return }
        let batch = min(configuration.publishBatchAlerts, Int(limits.batchAlertsMax))
        let window = min(configuration.publishWindowAlerts, Int(limits.publishWindowAlerts))
        let bytes = Int(clamping: min(UInt64(Self.batchBytesMax), limits.batchBytesMax))
        while session.unacknowledgedAlerts < window {
            let room = min(batch, window - session.unacknowledgedAlerts)
            let places = queue.nextWaiting(atMost: room, bytesMax: bytes)
            guard !places.isEmpty else { return }
            measure(places)
            switch session.publish(
                alertByteCounts: alertByteCounts, signatureByteCounts: signatureByteCounts, now: now)
            {
            case .notReady, .windowFull: return
            case .refused(let code, let index): refuse(places, code, at: index)
            case .send(let publish):
                queue.markSent(places, firstPublishID: publish.firstPublishID)
                guard (try? link.send(publish, places, of: queue)) == .sent else {
                    // There is room for a full window, so the connection is gone: begin anew.
                    session.connected(now: now, into: &actions)
                    return
                }
            }
        }
    }

    private func measure(_ places: Range<Int>) {
        alertByteCounts.removeAll(keepingCapacity: true)
        signatureByteCounts.removeAll(keepingCapacity: true)
        var isSigned = false
        for place in places {
            let alert = queue.alert(at: place)
            alertByteCounts.append(alert.bytes.count)
            signatureByteCounts.append(alert.signature.count)
            if !alert.signature.isEmpty { isSigned = true }
        }
        if !isSigned { signatureByteCounts.removeAll(keepingCapacity: true) }
    }

    /// Settles the one alert for which a batch cannot be sent; the others are sent without it.
    private func refuse(_ places: Range<Int>, _ code: ProtocolErrorCode, at index: Int) {
        let signed = signatureByteCounts.firstIndex { $0 > 0 } ?? index
        let place = places.lowerBound + (code == .unexpectedCommand ? signed : min(index, places.count - 1))
        let number = queue.number(at: place)
        queue.settle(
            AlertReceipt(
                number: number, alertID: alertID(number), outcome: .refused(CordonError(refused: code)), findings: []))
        wakeReaders()
    }

    /// Takes one entry of a receipt.
    func take(_ entry: ReceiptEntry) {
        guard let number = queue.number(ofPublishID: entry.publishID) else { return }
        let outcome: AlertReceipt.Outcome
        switch entry.outcome {
        case .accepted: outcome = .accepted(position: entry.position, leafHash: entry.leafHash)
        case .duplicate: outcome = .duplicate(position: entry.position, leafHash: entry.leafHash)
        case .refused where entry.retry == .later || entry.retry == .now:
            queue.markWaiting(number)
            return pausePublishing()
        case .refused:
            let meaning = entry.errorCode?.registration.meaning ?? "The hub gave a reason that this version lacks."
            outcome = .refused(CordonError(.refused(entry.code), retry: entry.retry, meaning))
        }
        publishPause = configuration.retryPauseMin.milliseconds
        queue.settle(
            AlertReceipt(
                number: number, alertID: alertID(number), outcome: outcome, findings: findings[entry.publishID] ?? []))
    }

    private func alertID(_ number: UInt64) -> String {
        guard let alert = queue.alert(numbered: number), (try? document.parse(alert.bytes)) != nil,
            document.root.kind == .object
        else { return "" }
        return document.root["id"]?.string ?? ""
    }

    /// Waits before publishing again: what is refused for now concerns the hub and not the alert.
    private func pausePublishing() {
        let now = now
        guard publishPausedUntil <= now else { return }
        publishPausedUntil = now + max(publishPause, retryAfterMilliseconds)
        publishPause = min(2 * publishPause, configuration.retryPauseMax.milliseconds)
    }

    /// Hands receipts to who waits for them, or lets go of them where nobody does.
    func wakeReaders() {
        wakeSubscribers()
        guard queue.hasSettled else { return }
        if !isReadingReceipts {
            _ = takeReceipts()
        } else if !receiptWaiters.isEmpty {
            receiptWaiters.resumeFirst(with: .success(takeReceipts()))
        }
    }

    /// Whether everything has its receipt, and nobody is still to read one.
    var isFlushed: Bool {
        puts.isEmpty && queue.endNumber == endNumber && (isReadingReceipts ? queue.count : queue.unsettledCount) == 0
    }
}
