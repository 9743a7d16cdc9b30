public import ExchangeProtocol

extension CordonClient {
    /// Opens a durable subscription, which the hub keeps with a cursor under its name.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 bytes, unique among the subscriptions of the client's principal.
    ///   - topics: patterns of topics, 1 to 16: `*` stands for one token, `>` for the rest.
    ///   - rule: a CEL expression over the alert, or a list of them, which begins with `#` and has a line for each rule:
    ///     name, tab, rule; empty for every alert of the topics. An alert that several rules match comes once.
    ///   - start: where to begin where `store` holds no cursor; `.cursor` is behind what was confirmed last.
    ///   - options: whether alerts of status exercise or test come too, and whether the hub says which conditions
    ///     decided.
    ///   - store: where the subscriber keeps its own cursor. The subscription begins behind it, and what comes again at
    ///     or below it is dropped, so that effects saved with the cursor happen exactly once.
    ///   - timeout: how long to wait for the hub's answer.
    ///   - onWait: called with the reason each time that the hub does not open it yet and is asked again later, such as
    ///     `name-taken` while it is open in another session.
    /// - Throws: `CordonError`: as the hub refuses, such as `bad-rule`, `trimmed`, or `epoch-changed` where the hub's log
    ///   is another one than the stored cursor speaks of, for instance after a restore; `.cursor` where the store fails;
    ///   `.timedOut`.
    public func subscribe(
        _ name: String, topics: [String] = [">"], rule: String = "", from start: Subscribe.Start = .cursor,
        options: Subscribe.Options = [], store: (any CursorStore)? = nil, timeout: Duration = .seconds(30),
        onWait: (@Sendable (CordonError) -> Void)? = nil
    ) async throws(CordonError) -> Subscription {
        let stored = try await Self.load(store)
        var subscribe = Subscribe(
            tag: 0, mode: .durable, options: options, start: start, name: name, topics: topics, rule: rule)
        if let stored {
            let (next, overflow) = stored.position.addingReportingOverflow(1)
            guard !overflow else { throw CordonError(.cursor, "the stored position is the last there can be") }
            subscribe.start = .position(next)
            subscribe.options.insert(.resumes)
            subscribe.epoch = stored.epoch
        }
        return try await open(subscribe, storedPosition: stored?.position ?? 0, timeout: timeout, onWait: onWait)
    }

    /// Opens a live subscription, which ends with the client, and skips where the client does not keep up: it says so by
    /// `SubscriptionEvent.gap`.
    ///
    /// - Parameters:
    ///   - topics: as for `subscribe`.
    ///   - rule: as for `subscribe`.
    ///   - start: where to begin; not `.cursor`.
    ///   - options: as for `subscribe`.
    ///   - timeout: how long to wait for the hub's answer.
    /// - Throws: `CordonError` as `subscribe`.
    public func tail(
        topics: [String] = [">"], rule: String = "", from start: Subscribe.Start = .latest,
        options: Subscribe.Options = [], timeout: Duration = .seconds(30)
    ) async throws(CordonError) -> Subscription {
        let subscribe = Subscribe(tag: 0, mode: .live, options: options, start: start, topics: topics, rule: rule)
        return try await open(subscribe, storedPosition: 0, timeout: timeout)
    }

    private static func load(_ store: (any CursorStore)?) async throws(CordonError) -> Cursor? {
        do {
            return try await store?.load()
        } catch let error as CordonError {
            throw error
        } catch {
            throw CordonError(.cursor, "the stored cursor cannot be read: \(error)")
        }
    }

    private func open(
        _ request: Subscribe, storedPosition: UInt64, timeout: Duration,
        onWait: (@Sendable (CordonError) -> Void)? = nil
    ) async throws(CordonError) -> Subscription {
        if let ending { throw ending }
        lastTag += 1
        let tag = lastTag
        var subscribe = request
        subscribe.tag = tag
        do throws(ProtocolError) {
            try session.subscribe(subscribe, now: now, into: &actions)
        } catch {
            throw CordonError(.configuration, "\(error)")
        }
        let state = SubscriptionState(
            storedPosition: storedPosition, openDeadline: now + timeout.milliseconds, onWait: onWait)
        subscriptions[tag] = state
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.opening.add(0, until: nil, continuation)
                finishTurn()
            }
        } onCancel: {
            Task { await self.failOpening(tag, .cancelled) }
        }
        let subscribed = try result.get()
        return Subscription(
            client: self, tag: tag, start: subscribed.start, epoch: subscribed.epoch,
            notes: subscribed.notes)
    }

    /// Gives up a subscription that was never open.
    private func failOpening(_ tag: UInt32, _ error: CordonError) {
        guard let state = subscriptions[tag], state.isOpening else { return }
        _ = session.unsubscribe(tag: tag, into: &actions)
        finish(tag, error)
        finishTurn()
    }

    func expireSubscriptions(now: UInt64) {
        for (tag, state) in subscriptions where state.isOpening && state.openDeadline <= now {
            let text = "The hub did not open the subscription in time."
            failOpening(tag, state.openError ?? CordonError(.timedOut, retry: .later, text))
        }
    }
}

// MARK: - Reading

extension CordonClient {
    /// The next event of a subscription, nil once it has ended.
    func nextEvent(_ tag: UInt32) async throws(CordonError) -> SubscriptionEvent? {
        guard let state = subscriptions[tag] else { return nil }
        if let event = takeEvent(of: state) {
            finishTurn()
            return event
        }
        if case .ended(let error) = state.stage {
            subscriptions[tag] = nil
            if let error { throw error }
            return nil
        }
        let id = nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.reading.add(id, until: nil, continuation)
                // Others may have had their turn since it was looked whether there is an event.
                if Task.isCancelled { cancelReading(tag, id) } else { wakeReader(of: tag, state) }
            }
        } onCancel: {
            Task { await self.cancelReading(tag, id) }
        }
        return try result.get()
    }

    /// Hands what there is to whoever waits for it: an event, or the end.
    private func wakeReader(of tag: UInt32, _ state: SubscriptionState) {
        guard !state.reading.isEmpty else { return }
        if let event = takeEvent(of: state) {
            state.reading.resumeFirst(with: .success(event))
            finishTurn()
        } else if case .ended(let error) = state.stage {
            subscriptions[tag] = nil
            state.reading.resumeAll(with: error.map { .failure($0) } ?? .success(nil))
        }
    }

    private func cancelReading(_ tag: UInt32, _ id: UInt64) {
        subscriptions[tag]?.reading.resume(id, with: .failure(.cancelled))
    }

    /// The next event that is there; what it took up of the window is granted anew.
    private func takeEvent(of state: SubscriptionState) -> SubscriptionEvent? {
        guard let event = state.takeEvent() else { return nil }
        release(state)
        return event
    }

    private func release(_ state: SubscriptionState) {
        guard let unread = state.takeUnread() else { return }
        session.processed(session: unread.session, alerts: unread.alerts, bytes: unread.bytes, into: &actions)
    }

    func wakeSubscribers() {
        for state in subscriptions.values where !state.reading.isEmpty {
            guard let event = takeEvent(of: state) else { continue }
            state.reading.resumeFirst(with: .success(event))
        }
    }

    func confirm(_ tag: UInt32, through position: UInt64) {
        session.confirm(tag: tag, position: position, into: &actions)
        hasUnsentConfirms = true
        finishTurn()
    }

    func endSubscription(_ tag: UInt32, forget: Bool) -> Bool {
        guard let state = subscriptions[tag], !state.isEnded else { return !forget }
        guard session.unsubscribe(tag: tag, forget: forget, into: &actions) || !forget else { return false }
        state.dropUnread()
        release(state)
        finish(tag, nil)
        finishTurn()
        return true
    }
}
