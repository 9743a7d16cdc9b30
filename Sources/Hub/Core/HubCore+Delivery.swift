internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import Trust

extension HubCore {
    /// Offers a record that was just committed to a subscription that asks for it.
    mutating func offer(_ record: DeliveryRecord, _ match: PendingAlert.Match, _ now: HubTime) {
        let key = match.subscription
        guard let attachment = subscriptions[key]?.attachment, attachment.mode == .live,
            record.position >= attachment.matchedFrom
        else { return }
        guard isReleased(record, to: key, match.reason, match.originals, now) else { return }
        if send(record, to: key, match.reason, match.matched, flags: []) { return }
        if subscriptions[key]!.isDurable {
            // No credit: from here on it reads from the log, when there is.
            subscriptions[key]!.attachment!.next = record.position
            setMode(.replaying(isReading: false), of: key)
        } else {
            subscriptions[key]!.counts.skipped += 1
            counts.skipped += 1
            sessions[attachment.session]!.link.skip(tag: attachment.tag, position: record.position.rawValue)
        }
    }

    /// The release decision: the same for live and for replayed alerts, with the rights of now.
    private mutating func isReleased(
        _ record: DeliveryRecord, to key: SubscriptionKey, _ reason: DeliverEntry.Reason,
        _ originals: [DeliveryRecord], _ now: HubTime
    ) -> Bool {
        guard let subscription = subscriptions[key], let attachment = subscription.attachment,
            let principal = sessions[attachment.session]?.principal
        else { return false }
        var options = subscription.terms.releaseOptions
        options.holdsReferenced = originals.contains { wasReleased($0, to: principal, subscription) }
        if reason == .followUp, !options.holdsReferenced { return false }
        let decision = ReleasePolicy.decide(
            record.facts, to: principal, in: directory, now: Int64(now.wall), options: options)
        guard case .withheld(let reason) = decision else { return true }
        subscriptions[key]!.counts.withheld += 1
        counts.withheld[reason, default: 0] += 1
        return false
    }

    /// Whether a principal may have been sent an alert under a subscription that asked for it: by one of the
    /// directories that were in force since.
    private func wasReleased(_ record: DeliveryRecord, to principal: Principal, _ subscription: Subscription) -> Bool {
        var facts = record.facts
        facts.expires = nil
        let options = subscription.terms(at: record.position).releaseOptions
        return directories.since(record.position).contains { directory in
            guard let then = directory.principal(named: principal.name) else { return false }
            return ReleasePolicy.decide(facts, to: then, in: directory, now: 0, options: options) == .released
        }
    }

    /// Puts an alert into the session's next DELIVER; false where there is no credit for it.
    private mutating func send(
        _ record: DeliveryRecord, to key: SubscriptionKey, _ reason: DeliverEntry.Reason, _ matched: MatchedRules?,
        flags: DeliverEntry.Flags
    ) -> Bool {
        guard let subscription = subscriptions[key], let attachment = subscription.attachment,
            let peer = sessions[attachment.session]
        else { return false }
        let position = record.position
        let bytes = record.entry.content.count
        if peer.batch.entries.count >= peer.link.deliverAlertsMax
            || (!peer.batch.entries.isEmpty && peer.batch.byteCount + bytes > peer.link.deliverBytesMax)
        {
            flushAlerts(attachment.session)
        }
        guard
            let sequence = peer.link.deliver(tag: attachment.tag, position: position.rawValue, bytes: bytes)
        else { return false }
        var flags = flags
        if subscription.noteSent(position) { flags.insert(.redelivered) }
        subscription.counts.delivered += 1
        peer.counts.delivered += 1
        counts.delivered += 1
        peer.batch.append(
            DeliverEntry(tag: attachment.tag, flags: flags, reason: reason, position: position.rawValue), record,
            matched: matched, sequence: sequence)
        touch(attachment.session)
        return true
    }

    /// Sends the alerts that a session has gathered.
    mutating func flushAlerts(_ key: SessionKey) {
        guard let peer = sessions[key], !peer.batch.entries.isEmpty else { return }
        let batch = peer.batch
        peer.batch = DeliveryBatch()
        var frame: [UInt8] = []
        Deliver.encode(firstSequence: batch.firstSequence, batch.entries[...], matched: batch.matched, into: &frame)
        actions.messages.append(
            .init(routingID: peer.routingID, frame: frame, attachment: nil, records: batch.records))
    }

    // MARK: Credit

    /// A client can take more: gaps are told, and subscriptions that are behind go on.
    mutating func credited(_ key: SessionKey) {
        flushAlerts(key)
        while let gap = sessions[key]!.link.takeGap() { reply(to: key) { gap.encode(into: &$0) } }
        for subscription in sessions[key]!.subscriptions.values.sorted(by: { $0.index < $1.index }) {
            readOn(subscription)
        }
    }

    /// Asks the log for more, for a subscription that is behind and may be sent something.
    mutating func readOn(_ key: SubscriptionKey) {
        guard let subscription = subscriptions[key], let attachment = subscription.attachment,
            attachment.mode == .replaying(isReading: false)
        else { return }
        if becameLive(key) { return }
        guard attachment.next <= head, sessions[attachment.session]!.link.mayDeliver else { return }
        setMode(.replaying(isReading: true), of: key)
        actions.readings.append(
            .replay(
                ReplayRequest(
                    subscription: key, stamp: attachment.stamp, from: attachment.next, through: head,
                    begin: subscription.begin, terms: subscription.terms, earlierTerms: subscription.earlierTerms)))
    }

    /// A subscription that has caught up gets what comes from memory, provided that new alerts are matched for it.
    private mutating func becameLive(_ key: SubscriptionKey) -> Bool {
        guard let attachment = subscriptions[key]?.attachment, attachment.next > head,
            attachment.next >= attachment.matchedFrom
        else { return false }
        setMode(.live, of: key)
        return true
    }

    /// The log answered: what is released is sent as far as credit reaches, and the subscription goes on behind it.
    mutating func replayed(_ answer: ReplayAnswer, _ now: HubTime) {
        let key = answer.subscription
        guard let attachment = subscriptions[key]?.attachment, attachment.stamp == answer.stamp else { return }
        setMode(.replaying(isReading: false), of: key)
        if let failure = answer.failure { return endSubscription(key, for: failure) }
        for found in answer.records where found.record.position >= attachment.next {
            guard isReleased(found.record, to: key, found.reason, found.originals, now) else { continue }
            guard send(found.record, to: key, found.reason, found.matched, flags: .replayed) else {
                subscriptions[key]!.attachment!.next = found.record.position
                return
            }
        }
        subscriptions[key]!.attachment!.next = answer.through.next
        readOn(key)
    }

    /// New entries are durable: subscriptions that had caught up to what was durable before go on.
    mutating func readOnAll() {
        // In the order of their places, so that the same events give the same actions.
        for key in behind.sorted(by: { $0.index < $1.index }) { readOn(key) }
    }

    /// Changes how a subscription is served, and notes whether it waits to read on.
    mutating func setMode(_ mode: Subscription.Attachment.Mode, of key: SubscriptionKey) {
        subscriptions[key]!.attachment!.mode = mode
        if mode == .replaying(isReading: false) { behind.insert(key) } else { behind.remove(key) }
    }

    private mutating func endSubscription(_ key: SubscriptionKey, for failure: JournalError) {
        guard let attachment = subscriptions[key]?.attachment else { return }
        var code = ProtocolErrorCode.internalError
        if case .trimmed = failure { code = .trimmed }
        let session = attachment.session
        if let end = sessions[session]!.link.endSubscription(tag: attachment.tag, code: code) {
            reply(to: session) { end.encode(into: &$0) }
        }
        sessions[session]!.subscriptions[attachment.tag] = nil
        detach(key)
    }

    // MARK: Cursors

    /// A desk has done with everything up to a position.
    mutating func confirm(_ confirm: Confirm, from session: SessionKey) {
        guard let key = sessions[session]!.subscriptions[confirm.tag] else { return }
        let position = Position(confirm.position)
        guard position > subscriptions[key]!.cursor else { return }
        subscriptions[key]!.moveCursor(to: position)
        subscriptions[key]!.isCursorDirty = true
    }

    /// Writes the cursors that moved. A cursor passes what was not for its subscription once all that was sent is
    /// confirmed, so that a return does not read the same again.
    mutating func writeCursors(_ now: HubTime) {
        cursorsWrittenAt = now.steady
        for key in subscriptions.keys {
            guard let name = subscriptions[key]!.name else { continue }
            advanceCursor(key)
            guard subscriptions[key]!.isCursorDirty else { continue }
            subscriptions[key]!.isCursorDirty = false
            let cursor = subscriptions[key]!.cursor
            lastTime = max(lastTime, now.wall)
            actions.entries.append(
                .control(
                    .cursor, key: name.controlKey, value: cursor.bytes, time: JournalTime(milliseconds: lastTime)))
        }
    }

    mutating func advanceCursor(_ key: SubscriptionKey) {
        guard let attachment = subscriptions[key]?.attachment, let peer = sessions[attachment.session],
            peer.link.isConfirmed(tag: attachment.tag)
        else { return }
        let passed = attachment.mode == .live ? head : attachment.next.previous
        guard passed > subscriptions[key]!.cursor else { return }
        subscriptions[key]!.moveCursor(to: passed)
        subscriptions[key]!.isCursorDirty = true
    }
}
