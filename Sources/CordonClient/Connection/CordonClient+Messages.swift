internal import ExchangeProtocol
internal import ZeroMQ

/// What comes from the hub, and what the session makes of it.
extension CordonClient {
    /// How many messages are read before other work gets its turn.
    private static let messagesPerTurnMax = 256

    func readMessages() {
        do throws(ZeroMQError) {
            for _ in 0..<Self.messagesPerTurnMax {
                guard let outcome = try link?.receive(), outcome != .nothing else { break }
                takeMessage(isComplete: outcome == .message)
                performActions()
            }
        } catch {
            become(.away(CordonError(.system, retry: .later, "the connection failed: \(error)")))
        }
        wakeReaders()
        finishTurn()
    }

    /// Hands the message at hand to the session.
    private func takeMessage(isComplete: Bool) {
        guard let link else { return }
        let now = now
        frameByteCounts.removeAll(keepingCapacity: true)
        for index in 1..<max(1, link.incoming.count) { frameByteCounts.append(link.incoming.byteCount(ofFrame: index)) }
        message = []
        findings.removeAll(keepingCapacity: true)
        retryAfterMilliseconds = 0
        link.incoming.withUnsafeBytes(ofFrame: 0) { bytes in
            do throws(ProtocolError) {
                guard isComplete else {
                    throw ProtocolError(command: nil, field: "following", problem: .overlong)
                }
                let message = try HubMessage(decoding: bytes)
                if case .receipt(let receipt) = message { prepare(receipt) }
                session.receive(message, frameByteCounts: frameByteCounts, now: now, into: &actions)
            } catch {
                session.malformed(error, now: now, into: &actions)
            }
        }
    }

    /// Reads what belongs to all entries of a receipt, before the session gives them one by one.
    private func prepare(_ receipt: Receipt) {
        retryAfterMilliseconds = UInt64(receipt.retryAfterMilliseconds)
        guard receipt.hasReport, let link, link.incoming.count == 2 else { return }
        findings = link.incoming.withUnsafeBytes(ofFrame: 1) { ReceiptReport.findings(in: $0) }
    }

    /// Does what the session asks for, until it asks for nothing more.
    func performActions() {
        while !actions.isEmpty {
            swap(&actions, &performing)
            for action in performing { perform(action) }
            performing.removeAll(keepingCapacity: true)
        }
    }

    private func perform(_ action: ClientAction) {
        switch action {
        case .send(let message): send(message)
        case .ready(let welcome):
            become(.ready(welcome))
            connecting.resumeAll(with: .success(welcome))
        case .lost(let loss):
            queue.markAllWaiting()
            if ending == nil { become(.away(error(for: loss))) }
        case .stopped(let refusal): stop(CordonError(refusal))
        case .receipt(let entry): take(entry)
        case .report, .publishLater, .unacknowledged: return  // Read before, or told by `lost`.
        case .subscribed(let subscribed): take(subscribed)
        case .subscriptionRefused(let tag, let refusal, let willRetry):
            refuseSubscription(tag, CordonError(refusal), willRetry: willRetry)
        case .unsubscribed(let unsubscribed): take(unsubscribed)
        case .deliver(let delivery): take(delivery)
        case .gap(let gap): take(gap)
        case .response(let id):
            finishRequest(id, .success(link?.incoming.count == 2 ? link?.incoming.bytes(ofFrame: 1) ?? [] : []))
        case .requestFailed(let id, let refusal):
            finishRequest(id, .failure(refusal.map { CordonError($0) } ?? Self.requestLost))
        case .refused: return  // A confirmation came too early or too late; later ones make up for it.
        }
    }

    private static let requestLost = CordonError(
        .connectionLost, retry: .now, "The connection was lost before the answer came.")

    private func send(_ message: ClientMessage) {
        do throws(ZeroMQError) {
            // A full queue means a connection that is gone: the session will notice, and say it all again.
            _ = try link?.send(message)
        } catch {
            become(.away(CordonError(.system, retry: .later, "sending failed: \(error)")))
        }
    }

    /// The hub wants nothing more of this client until something changes: everything ends but the outbox.
    private func stop(_ error: CordonError) {
        become(.refused(error))
        end(error)
    }

    private func error(for loss: SessionLoss) -> CordonError {
        let text =
            switch loss {
            case .hole, .lostTail: "messages were lost on the way; they come again"
            case .silent: "the hub has been silent for too long"
            case .overdue: "the hub owes an answer for too long"
            case .reset: "the hub began anew"
            case .reconnected, .disconnected: "the connection to \(configuration.hub.endpoint) was lost"
            case .malformed(let error): "the hub sent what the protocol does not allow: \(error)"
            case .refused(let refusal): refusal.text
            }
        if case .refused(let refusal) = loss { return CordonError(refusal) }
        return CordonError(.connectionLost, retry: .now, text)
    }
}
