extension ClientSession {
    /// The transport is connected, or connected anew: the client says HELLO.
    public mutating func connected(now: UInt64, into actions: inout [ClientAction]) {
        switch state {
        case .disconnected, .stopped:
            helloDelay = configuration.helloMillisecondsMin
            sayHello(now: now, into: &actions)
        case .waiting: sayHello(now: now, into: &actions)
        case .greeting: sayHello(now: now, into: &actions)
        case .ready: restart(.reconnected, now: now, into: &actions)
        }
    }

    /// The transport is gone for good, until `connected`.
    public mutating func disconnected(into actions: inout [ClientAction]) {
        if state == .ready { void(.disconnected, into: &actions) }
        state = .disconnected
    }

    /// Ends the session cleanly: what is confirmed is said before, what is unacknowledged is reported.
    public mutating func bye(into actions: inout [ClientAction]) {
        if state == .ready {
            flushConfirms(into: &actions)
            actions.append(.send(.bye(Bye())))
            void(.disconnected, into: &actions)
        }
        state = .disconnected
    }

    /// Does what is due: HELLO again, PING, confirmations, subscriptions asked for again, silence noticed.
    public mutating func tick(now: UInt64, into actions: inout [ClientAction]) {
        switch state {
        case .disconnected, .stopped: return
        case .waiting(let until):
            if now >= until { sayHello(now: now, into: &actions) }
        case .greeting(let until):
            guard now >= until else { return }
            helloDelay = min(2 * helloDelay, configuration.helloMillisecondsMax)
            sayHello(now: now, into: &actions)
        case .ready: tickReady(now: now, into: &actions)
        }
    }

    private mutating func tickReady(now: UInt64, into actions: inout [ClientAction]) {
        if now >= silenceDeadline { return restart(.silent, now: now, into: &actions) }
        let isReceiptOverdue = unacknowledgedAlerts > 0 && now >= receiptDeadline
        let isAnswerOverdue = subscriptions.contains { $0.stage == .asked && $0.dueAt.map { now >= $0 } == true }
        if isReceiptOverdue || isAnswerOverdue { return restart(.overdue, now: now, into: &actions) }
        if now >= readySince + configuration.helloMillisecondsMax { helloDelay = configuration.helloMillisecondsMin }
        flushConfirms(into: &actions)
        retrySubscriptions(now: now, into: &actions)
        guard now >= pingAt else { return }
        pingAt = now + pingMilliseconds
        pingNonce += 1
        // Credit is absolute: to say it again costs little, and heals one that was lost.
        if granted.sequenceLimit > 0 { actions.append(.send(.credit(granted))) }
        actions.append(.send(.ping(Ping(nonce: pingNonce))))
    }

    /// Voids the session and says HELLO again: at once, but not more often than the growing delay allows.
    mutating func restart(
        _ loss: SessionLoss, retryAfter: UInt64 = 0, now: UInt64, into actions: inout [ClientAction]
    ) {
        if state == .ready { void(loss, into: &actions) }
        let spaced = helloSaidAt.map { $0 + helloDelay } ?? now
        helloDelay = min(2 * helloDelay, configuration.helloMillisecondsMax)
        let due = max(spaced, now + retryAfter)
        guard due > now else { return sayHello(now: now, into: &actions) }
        state = .waiting(until: due)
    }

    /// Ends the present session on this side: what it owed is reported, what it stood for is asked for again later.
    mutating func void(_ loss: SessionLoss, into actions: inout [ClientAction]) {
        actions.append(.lost(loss))
        if let window {
            for publishID in window.outstanding { actions.append(.unacknowledged(publishID: publishID)) }
            nextPublishID = window.next
        }
        window = nil
        welcome = nil
        for id in requests { actions.append(.requestFailed(id: id, nil)) }
        requests.removeAll()
        // What was being given up is given up: the hub forgets tags with the session.
        subscriptions.removeAll { $0.stage == .closing }
        for index in subscriptions.indices {
            subscriptions[index].stage = .wanted
            subscriptions[index].dueAt = nil
            subscriptions[index].hasUnsentConfirm = false
        }
        unsentConfirms = 0
    }

    private mutating func sayHello(now: UInt64, into actions: inout [ClientAction]) {
        session &+= 1
        helloSaidAt = now
        state = .greeting(until: now + helloDelay)
        let hello = Hello(features: configuration.features, session: session, agent: configuration.agent)
        actions.append(.send(.hello(hello)))
    }

    mutating func take(_ welcome: Welcome, now: UInt64, into actions: inout [ClientAction]) {
        guard case .greeting = state, welcome.session == session else { return }
        guard welcome.version == FrameHeader.version else {
            let error = ProtocolError(
                command: .welcome, field: "negotiated-version", problem: .unknownValue(UInt64(welcome.version)))
            return restart(.malformed(error), now: now, into: &actions)
        }
        state = .ready
        self.welcome = welcome
        readySince = now
        heardAt = now
        pingAt = now + UInt64(welcome.limits.pingMilliseconds)
        firstPingNonce = pingNonce
        head = welcome.head
        lastSequence = 0
        receivedBytes = 0
        processedAlerts = 0
        processedBytes = 0
        granted = Credit(sequenceLimit: 0, byteLimit: 0)
        window = PublishWindow(limits: welcome.limits, firstPublishID: nextPublishID)
        actions.append(.ready(welcome))
        for index in subscriptions.indices { ask(index, now: now, into: &actions) }
    }
}
