extension ClientSession {
    /// How many confirmations are gathered before one is sent without waiting for `tick`.
    static let confirmsGatheredMax = 64
    /// The wait before a refused subscription is asked for again where the hub says nothing, in milliseconds.
    static let subscriptionRetryMilliseconds: UInt64 = 1_000

    /// Asks for a subscription, now or as soon as the session stands; it comes back in every later session.
    ///
    /// - Throws: `ProtocolError` where a field is out of bounds or the tag is in use.
    public mutating func subscribe(
        _ subscribe: Subscribe, now: UInt64, into actions: inout [ClientAction]
    ) throws(ProtocolError) {
        try subscribe.check()
        guard !subscriptions.contains(where: { $0.tag == subscribe.tag }) else {
            throw ProtocolError(command: .subscribe, field: "tag", problem: .repeated)
        }
        guard subscriptions.count < ProtocolLimits.subscriptionsMax else {
            throw ProtocolError(command: .subscribe, field: "tag", problem: .overlong)
        }
        subscriptions.append(ClientSubscription(request: subscribe))
        if state == .ready { ask(subscriptions.count - 1, now: now, into: &actions) }
    }

    /// Gives a subscription up; with `forget` the hub deletes its cursor, which needs a session that stands.
    ///
    /// - Returns: false where there is no such subscription, or the hub cannot be told to forget it now.
    public mutating func unsubscribe(
        tag: UInt32, forget: Bool = false, into actions: inout [ClientAction]
    ) -> Bool {
        guard let index = subscriptions.firstIndex(where: { $0.tag == tag && $0.stage != .closing }) else {
            return false
        }
        guard state == .ready, subscriptions[index].stage != .wanted else {
            guard !forget else { return false }
            subscriptions.remove(at: index)
            return true
        }
        flushConfirms(into: &actions)
        subscriptions[index].stage = .closing
        subscriptions[index].dueAt = nil
        actions.append(.send(.unsubscribe(Unsubscribe(tag: tag, forget: forget))))
        return true
    }

    /// Everything delivered under `tag` up to `position` is dealt with; said to the hub soon, not each time.
    public mutating func confirm(tag: UInt32, position: UInt64, into actions: inout [ClientAction]) {
        guard let index = subscriptions.firstIndex(where: { $0.tag == tag }),
            subscriptions[index].request.mode == .durable, position <= subscriptions[index].deliveredTo,
            position > subscriptions[index].confirmedTo
        else { return }
        subscriptions[index].confirmedTo = position
        if let epoch = subscriptions[index].resume?.epoch {
            let next = max(Self.after(position), subscriptions[index].resume?.position ?? 0)
            subscriptions[index].resume = (epoch, next)
        }
        guard state == .ready, subscriptions[index].stage == .open else { return }
        subscriptions[index].hasUnsentConfirm = true
        unsentConfirms += 1
        if unsentConfirms >= Self.confirmsGatheredMax { flushConfirms(into: &actions) }
    }

    /// Alerts of `session` are dealt with as far as memory goes: the hub may send as many more.
    public mutating func processed(session: UInt64, alerts: Int, bytes: Int, into actions: inout [ClientAction]) {
        guard state == .ready, session == self.session else { return }
        processedAlerts = min(lastSequence, processedAlerts + UInt64(alerts))
        processedBytes = min(receivedBytes, processedBytes + UInt64(bytes))
        replenish(into: &actions)
    }

    /// Sends CREDIT once half the window is used up.
    mutating func replenish(into actions: inout [ClientAction]) {
        let sequences = UInt64(configuration.deliveryWindowAlerts)
        let bytes = UInt64(configuration.deliveryWindowBytes)
        let due = Credit(sequenceLimit: processedAlerts + sequences, byteLimit: processedBytes + bytes)
        guard
            due.sequenceLimit - granted.sequenceLimit >= (sequences + 1) / 2
                || due.byteLimit - granted.byteLimit >= (bytes + 1) / 2
        else { return }
        granted = due
        actions.append(.send(.credit(due)))
    }

    mutating func flushConfirms(into actions: inout [ClientAction]) {
        guard unsentConfirms > 0 else { return }
        unsentConfirms = 0
        for index in subscriptions.indices where subscriptions[index].hasUnsentConfirm {
            subscriptions[index].hasUnsentConfirm = false
            let subscription = subscriptions[index]
            actions.append(.send(.confirm(Confirm(tag: subscription.tag, position: subscription.confirmedTo))))
        }
    }

    /// Sends SUBSCRIBE, and the first CREDIT of the session with it.
    mutating func ask(_ index: Int, now: UInt64, into actions: inout [ClientAction]) {
        subscriptions[index].stage = .asked
        subscriptions[index].dueAt = now + configuration.answerMillisecondsMax
        actions.append(.send(.subscribe(subscriptions[index].renewed)))
        replenish(into: &actions)
    }

    mutating func retrySubscriptions(now: UInt64, into actions: inout [ClientAction]) {
        for index in subscriptions.indices {
            guard subscriptions[index].stage == .wanted, let dueAt = subscriptions[index].dueAt, now >= dueAt else {
                continue
            }
            ask(index, now: now, into: &actions)
        }
    }

    func openIndex(_ tag: UInt32) -> Int? {
        subscriptions.firstIndex { $0.tag == tag && $0.stage == .open }
    }

    mutating func noteDelivered(_ index: Int, upTo position: UInt64) {
        subscriptions[index].deliveredTo = position
        // A live subscription has no cursor: it goes on after what came last.
        guard subscriptions[index].request.mode == .live, let epoch = subscriptions[index].resume?.epoch else { return }
        subscriptions[index].resume = (epoch, Self.after(position))
    }

    /// The position after `position`, which is a number of the hub's and may be any.
    private static func after(_ position: UInt64) -> UInt64 { position == .max ? .max : position + 1 }

    mutating func take(_ subscribed: Subscribed, into actions: inout [ClientAction]) {
        guard let index = subscriptions.firstIndex(where: { $0.tag == subscribed.tag && $0.stage == .asked }) else {
            return
        }
        subscriptions[index].stage = .open
        subscriptions[index].dueAt = nil
        if subscriptions[index].resume == nil { subscriptions[index].resume = (subscribed.epoch, subscribed.start) }
        head = max(head, subscribed.head)
        if subscriptions[index].confirmedTo > 0 {
            // The confirmation may have been lost with the session before.
            subscriptions[index].hasUnsentConfirm = true
            unsentConfirms += 1
        }
        actions.append(.subscribed(subscribed))
    }

    mutating func take(_ unsubscribed: Unsubscribed, into actions: inout [ClientAction]) {
        guard let index = subscriptions.firstIndex(where: { $0.tag == unsubscribed.tag && $0.stage != .wanted }) else {
            return
        }
        subscriptions.remove(at: index)
        actions.append(.unsubscribed(unsubscribed))
    }

    mutating func takeRefusedSubscription(
        _ refusal: Refusal, now: UInt64, into actions: inout [ClientAction]
    ) {
        let place = subscriptions.firstIndex { UInt64($0.tag) == refusal.reference && $0.stage != .open }
        guard let index = place else { return }
        let tag = subscriptions[index].tag
        let willRetry = refusal.retry == .later && subscriptions[index].stage == .asked
        if willRetry {
            let wait = UInt64(refusal.retryAfterMilliseconds)
            subscriptions[index].stage = .wanted
            subscriptions[index].dueAt = now + (wait == 0 ? Self.subscriptionRetryMilliseconds : wait)
        } else {
            subscriptions.remove(at: index)
        }
        actions.append(.subscriptionRefused(tag: tag, refusal, willRetry: willRetry))
    }
}
