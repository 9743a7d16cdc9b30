internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import TransparencyLog
internal import Trust

extension HubCore {
    /// Takes a batch: each alert is judged and admitted on its own.
    mutating func publish(
        _ publish: Publish, frames: UnsafeBufferPointer<UnsafeRawBufferPointer>, from key: SessionKey, _ now: HubTime
    ) {
        let protocolSession = sessions[key]!.link.session
        for index in 0..<publish.alertCount {
            let body = frames[publish.alertFrame(index)]
            let signature =
                publish.signatureFrame(index).map { frames[$0] } ?? UnsafeRawBufferPointer(start: nil, count: 0)
            let waiter = ReceiptWaiter(
                session: key, protocolSession: protocolSession, publishID: publish.firstPublishID + UInt64(index),
                byteCount: body.count + signature.count)
            admit(body: body, signature: signature, waiter, now)
        }
    }

    /// Refuses every alert of a batch that the protocol turned away; they took up no window.
    mutating func refuseAll(_ publish: Publish, _ code: ProtocolErrorCode, from key: SessionKey, _ now: HubTime) {
        for index in 0..<publish.alertCount {
            let publishID = publish.firstPublishID + UInt64(index)
            counts.refused += 1
            sessions[key]!.counts.refused += 1
            sessions[key]!.receipts.append(.refused(publishID: publishID, code: code))
        }
        touch(key)
    }

    /// The way of one alert, up to the journal: read, judge, rights, duplicate, references.
    private mutating func admit(
        body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer, _ waiter: ReceiptWaiter, _ now: HubTime
    ) {
        if let code = obstacle(body: body, signature: signature) { return refuse(waiter, code, now) }
        switch judge.judge(body, now: Int64(now.wall)) {
        case .refused(let refusal): refuse(refusal, body: body, signature: signature, waiter, now)
        case .accepted(let alert):
            if let reason = admissionRefusal(of: alert, by: sessions[waiter.session]!.principal) {
                return refuse(waiter, alert, reason, now)
            }
            identify(alert, body: body, signature: signature, waiter, now)
        }
    }

    /// Why no alert can be taken now, or not this one, whatever it says.
    private func obstacle(body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer) -> ProtocolErrorCode? {
        if journalFailure != nil { return .journalFailed }
        if body.count > Int(settings.session.limits.alertBytesMax) { return .tooLarge }
        if signature.count > ProtocolLimits.signatureBytesMax { return .tooLarge }
        return pending.hasRoom ? nil : .overloaded
    }

    /// Duplicates get the first receipt again; other bytes under a known id are refused.
    private mutating func identify(
        _ alert: AlertSummary, body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, _ now: HubTime
    ) {
        let digest = SHA256Digest(of: body)
        switch recent.verdict(RecordIdentifier(alert.reference), bodyDigest: digest) {
        case .new: follow(alert, body: body, digest, signature: signature, waiter, now)
        case .conflict: refuse(waiter, .idConflict, alertID: alert.id.description, now)
        case .duplicate(let known): duplicate(waiter, known)
        case .unknown: askForIdentifier(alert, body: body, signature: signature, waiter, now)
        }
    }

    /// Refuses what the judge refused, unless it was accepted once: that stays so, whatever the clock, schemas and lists
    /// say today, and its publisher comes for the receipt that it did not get.
    private mutating func refuse(
        _ refusal: AlertRefusal, body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, _ now: HubTime
    ) {
        guard refusal.id != nil, refusal.origin != nil, let alert = judge.readAccepted(body),
            admissionRefusal(of: alert, by: sessions[waiter.session]!.principal) == nil
        else { return refuse(waiter, refusal, now) }
        switch recent.verdict(RecordIdentifier(alert.reference), bodyDigest: SHA256Digest(of: body)) {
        case .new, .conflict: refuse(waiter, refusal, now)
        case .duplicate(let known): duplicate(waiter, known)
        case .unknown: askForIdentifier(alert, body: body, signature: signature, waiter, now)
        }
    }

    private mutating func askForIdentifier(
        _ alert: AlertSummary, body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, _ now: HubTime
    ) {
        guard let ticket = wait(alert, body: body, signature: signature, waiter, now) else { return }
        actions.readings.append(.identifier(IdentifierRequest(ticket: ticket, reference: alert.reference)))
    }

    /// Updates and cancellations wait until what they refer to was found: they go to whoever got that.
    mutating func follow(
        _ alert: AlertSummary, body: UnsafeRawBufferPointer, _ digest: SHA256Digest, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, order: UInt64? = nil, _ now: HubTime
    ) {
        let references = Array(alert.supersedes.prefix(HubLimits.referencesMax))
        guard !references.isEmpty else {
            return admit(alert, body: body, digest, signature: signature, waiter, following: [], now)
        }
        guard
            let ticket = wait(
                alert, body: body, signature: signature, waiter, order: order, references: references, now)
        else { return }
        waiting.hold(ticket)
        askForReferences()
    }

    /// Asks the log for what updates and cancellations refer to, once all of that which came before them is in it.
    mutating func askForReferences() {
        guard waiting.hasHeld else { return }
        let free = waiting.takeFree { identifier in
            recent.record(of: identifier).map { $0.leafHash == nil } ?? false
        }
        for (ticket, references) in free {
            actions.readings.append(.references(ReferenceRequest(ticket: ticket, references: references)))
        }
    }

    /// Lets an alert wait for the log; its ticket, nil where there is no room.
    private mutating func wait(
        _ alert: AlertSummary, body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, order: UInt64? = nil, references: [AlertReference] = [], _ now: HubTime
    ) -> UInt64? {
        guard waiting.hasRoom else {
            refuse(waiter, .overloaded, alertID: alert.id.description, now)
            return nil
        }
        return waiting.insert(
            .init(
                identifier: RecordIdentifier(alert.reference), body: Array(body), signature: Array(signature),
                waiter: waiter, order: order ?? waiting.nextOrder, references: references))
    }

    // MARK: Answers of the log

    /// The index told whether an old identifier is known.
    mutating func identified(_ answer: IdentifierAnswer, _ now: HubTime) {
        guard let alert = waiting.remove(answer.ticket) else { return }
        defer { askForReferences() }
        if let found = answer.found {
            guard found.body.elementsEqual(alert.body) else { return refuse(alert.waiter, .idConflict, now) }
            return duplicate(alert.waiter, found.position, found.leafHash ?? found.computeLeafHash())
        }
        judgeAgain(alert, now) { core, summary, body, digest, signature in
            core.follow(summary, body: body, digest, signature: signature, alert.waiter, order: alert.order, now)
        }
    }

    /// The log told what an update or cancellation refers to.
    mutating func referencesFound(_ answer: ReferenceAnswer, _ now: HubTime) {
        guard let alert = waiting.remove(answer.ticket) else { return }
        defer { askForReferences() }
        judgeAgain(alert, now) { core, summary, body, digest, signature in
            core.admit(summary, body: body, digest, signature: signature, alert.waiter, following: answer.found, now)
        }
    }

    /// Goes on with an alert that waited; the same may have been published again meanwhile, or rights have changed.
    private mutating func judgeAgain(
        _ alert: WaitingAdmissions.Alert, _ now: HubTime,
        _ proceed: (
            inout HubCore, AlertSummary, UnsafeRawBufferPointer, SHA256Digest, UnsafeRawBufferPointer
        ) -> Void
    ) {
        alert.body.withUnsafeBytes { body in
            alert.signature.withUnsafeBytes { signature in
                // Without its session nobody waits for the receipt, and the publisher sends it again.
                guard let principal = sessions[alert.waiter.session]?.principal else { return }
                let summary: AlertSummary
                switch judge.judge(body, now: Int64(now.wall)) {
                case .refused(let refusal): return refuse(alert.waiter, refusal, now)
                case .accepted(let alert): summary = alert
                }
                if let reason = admissionRefusal(of: summary, by: principal) {
                    return refuse(alert.waiter, summary, reason, now)
                }
                let digest = SHA256Digest(of: body)
                let identifier = RecordIdentifier(summary.reference)
                if recent.record(of: identifier) != nil {
                    return identify(summary, body: body, signature: signature, alert.waiter, now)
                }
                proceed(&self, summary, body, digest, signature)
            }
        }
    }

    // MARK: Into the journal

    /// Gives an alert its place and hands it to the journal.
    mutating func admit(
        _ alert: AlertSummary, body: UnsafeRawBufferPointer, _ digest: SHA256Digest, signature: UnsafeRawBufferPointer,
        _ waiter: ReceiptWaiter, following references: [DeliveryRecord], _ now: HubTime
    ) {
        guard let sender = sessions[waiter.session]?.principal else { return }
        lastTime = max(lastTime, now.wall)
        let header = RecordHeader(
            alert, position: nextPosition.rawValue, epoch: identity.wireEpoch, acceptedAt: lastTime, sender: sender)
        headerBytes.removeAll(keepingCapacity: true)
        do throws(RecordHeaderError) {
            try header.encode(into: &headerBytes)
        } catch {
            // Everything in it was bounded by the alert's schema and the directory before.
            return refuse(waiter, .internalError, alertID: alert.id.description, now)
        }
        let entry = headerBytes.withUnsafeBytes {
            JournalEntry(
                kind: .alert, position: nextPosition, time: JournalTime(milliseconds: lastTime), header: $0, body: body,
                signature: signature, bodyDigest: digest)
        }
        let record = DeliveryRecord(entry: entry, facts: ReleaseFacts(alert, sender: sender.name))
        recent.insert(
            RecordIdentifier(alert.reference), KnownRecord(position: nextPosition, bodyDigest: digest, leafHash: nil))
        let matches = matches(alert.topics, judge.tape.root, following: references, now)
        nextPosition = nextPosition.next
        pending.append(
            .alert(PendingAlert(record: record, waiters: [waiter], matches: matches, warnings: header.warnings)))
        actions.entries.append(entry)
    }
}
