extension ClientSession {
    /// Takes a message of the hub's.
    ///
    /// - Parameters:
    ///   - message: the decoded first frame.
    ///   - frameByteCounts: the lengths of the frames that really follow, in their order.
    public mutating func receive(
        _ message: HubMessage, frameByteCounts: [Int], now: UInt64, into actions: inout [ClientAction]
    ) {
        heardAt = max(heardAt, now)
        if case .welcome(let welcome) = message { return take(welcome, now: now, into: &actions) }
        if case .error(let refusal) = message { return take(refusal, now: now, into: &actions) }
        // Whatever else comes before WELCOME belongs to a session that is void already.
        guard state == .ready else { return }
        guard frameByteCounts.count == message.followingFrames else {
            let problem = ProtocolError.Problem.frameCount(
                found: frameByteCounts.count, expected: message.followingFrames)
            let error = ProtocolError(command: message.command, field: "following", problem: problem)
            return malformed(error, now: now, into: &actions)
        }
        switch message {
        case .welcome, .error: return
        case .receipt(let receipt): take(receipt, now: now, into: &actions)
        case .subscribed(let subscribed): take(subscribed, into: &actions)
        case .unsubscribed(let unsubscribed): take(unsubscribed, into: &actions)
        case .deliver(let deliver): take(deliver, frameByteCounts, now: now, into: &actions)
        case .gap(let gap): take(gap, now: now, into: &actions)
        case .pong(let pong): take(pong, now: now, into: &actions)
        case .reset(let reset):
            let wait = UInt64(reset.retryAfterMilliseconds)
            restart(.reset(reset), retryAfter: wait, now: now, into: &actions)
        case .response(let response):
            guard let index = requests.firstIndex(of: response.id) else { return }
            requests.remove(at: index)
            actions.append(.response(id: response.id))
        }
    }

    /// Takes a message that could not be decoded: the session is void.
    public mutating func malformed(_ error: ProtocolError, now: UInt64, into actions: inout [ClientAction]) {
        guard state == .ready else { return }
        restart(.malformed(error), now: now, into: &actions)
    }

    private mutating func take(_ receipt: Receipt, now: UInt64, into actions: inout [ClientAction]) {
        for index in 0..<receipt.count {
            let entry = receipt[index]
            guard window?.remove(entry.publishID) == true else { continue }
            receiptAt = now
            actions.append(.receipt(entry))
        }
        if receipt.hasReport { actions.append(.report) }
        if receipt.retryAfterMilliseconds > 0 {
            actions.append(.publishLater(milliseconds: receipt.retryAfterMilliseconds))
        }
    }

    private mutating func take(
        _ deliver: Deliver, _ frameByteCounts: [Int], now: UInt64, into actions: inout [ClientAction]
    ) {
        guard deliver.firstSequence == lastSequence + 1 else {
            let hole = SessionLoss.hole(expected: lastSequence + 1, found: deliver.firstSequence)
            return restart(hole, now: now, into: &actions)
        }
        lastSequence += UInt64(deliver.count)
        for index in 0..<deliver.count {
            let entry = deliver[index]
            // The frames that follow the first are numbered from 1, their lengths from 0.
            let first = Deliver.headerFrame(index) - 1
            let byteCount = frameByteCounts[first] + frameByteCounts[first + 1] + frameByteCounts[first + 2]
            receivedBytes += UInt64(byteCount)
            guard let place = openIndex(entry.tag), entry.position > subscriptions[place].deliveredTo else {
                // Of a subscription given up, or handed over in an earlier session.
                processedAlerts += 1
                processedBytes += UInt64(byteCount)
                continue
            }
            noteDelivered(place, upTo: entry.position)
            let sequence = deliver.firstSequence + UInt64(index)
            actions.append(
                .deliver(
                    Delivery(
                        session: session, sequence: sequence, index: index, entry: entry, byteCount: byteCount,
                        matched: deliver.matched.isEmpty ? nil : deliver.matched[index])))
        }
        replenish(into: &actions)
    }

    private mutating func take(_ gap: Gap, now: UInt64, into actions: inout [ClientAction]) {
        guard gap.sequence == lastSequence + 1 else {
            let hole = SessionLoss.hole(expected: lastSequence + 1, found: gap.sequence)
            return restart(hole, now: now, into: &actions)
        }
        lastSequence += 1
        processedAlerts += 1
        if let place = openIndex(gap.tag) {
            noteDelivered(place, upTo: gap.toPosition)
            actions.append(.gap(gap))
        }
        replenish(into: &actions)
    }

    private mutating func take(_ pong: Pong, now: UInt64, into actions: inout [ClientAction]) {
        guard pong.nonce > firstPingNonce, pong.nonce <= pingNonce else { return }
        head = max(head, pong.head)
        guard pong.lastSequence != lastSequence else { return }
        let loss = SessionLoss.lostTail(sent: pong.lastSequence, received: lastSequence)
        restart(loss, now: now, into: &actions)
    }

    private mutating func take(_ refusal: Refusal, now: UInt64, into actions: inout [ClientAction]) {
        switch state {
        case .disconnected, .waiting, .stopped: return
        case .greeting:
            // An ERROR about anything but this HELLO was on its way before it.
            guard refusal.command == .hello, refusal.reference == session else { return }
            return takeEnd(refusal, now: now, into: &actions)
        case .ready: break
        }
        if refusal.endsSession { return takeEnd(refusal, now: now, into: &actions) }
        switch refusal.command {
        case .subscribe: takeRefusedSubscription(refusal, now: now, into: &actions)
        case .request:
            guard let index = requests.firstIndex(where: { UInt64($0) == refusal.reference }) else { return }
            actions.append(.requestFailed(id: requests.remove(at: index), refusal))
        default: actions.append(.refused(refusal))
        }
    }

    private mutating func takeEnd(_ refusal: Refusal, now: UInt64, into actions: inout [ClientAction]) {
        switch refusal.retry {
        case .now, .later:
            let wait = UInt64(refusal.retryAfterMilliseconds)
            restart(.refused(refusal), retryAfter: wait, now: now, into: &actions)
        case .none, .never, .afterChange:
            if state == .ready { void(.refused(refusal), into: &actions) }
            state = .stopped
            actions.append(.stopped(refusal))
        }
    }
}

extension HubMessage {
    /// How many frames follow the first one.
    public var followingFrames: Int {
        switch self {
        case .receipt(let receipt): receipt.hasReport ? 1 : 0
        case .deliver(let deliver): Deliver.framesPerAlert * deliver.count
        case .response: 1
        case .welcome, .subscribed, .unsubscribed, .gap, .pong, .reset, .error: 0
        }
    }
}
