internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import TransparencyLog
internal import Trust

/// What publishers are told of their alerts.
extension HubCore {
    /// Refuses one alert: counted, kept for its publisher to look up, and told.
    mutating func refuse(
        _ waiter: ReceiptWaiter, _ code: ProtocolErrorCode, alertID: String = "", findings: [UInt8] = [],
        _ now: HubTime
    ) {
        counts.refused += 1
        guard sessions.contains(waiter.session) else { return }
        let sender = sessions[waiter.session]!.principal.name.description
        refusals.append(
            .init(
                time: now.wall, sender: sender, publishID: waiter.publishID, alertID: alertID, code: code,
                findings: findings))
        guard settle(waiter) else { return }
        sessions[waiter.session]!.counts.refused += 1
        sessions[waiter.session]!.receipts.append(.refused(publishID: waiter.publishID, code: code))
        sessions[waiter.session]!.reports.append(
            FindingsReport.refusal(publishID: waiter.publishID, code: code, alertID: alertID, findings: findings))
        touch(waiter.session)
    }

    mutating func refuse(_ waiter: ReceiptWaiter, _ refusal: AlertRefusal, _ now: HubTime) {
        refuse(
            waiter, ProtocolErrorCode(refusal), alertID: refusal.id?.description ?? "",
            findings: FindingsReport.encode(refusal.findings), now)
    }

    mutating func refuse(
        _ waiter: ReceiptWaiter, _ alert: AlertSummary, _ reason: AdmissionRefusal, _ now: HubTime
    ) {
        refuse(
            waiter, ProtocolErrorCode(reason), alertID: alert.id.description, findings: FindingsReport.encode(reason),
            now)
    }

    /// Gives the receipt of an alert that is known again, at once or when it is durable.
    mutating func duplicate(_ waiter: ReceiptWaiter, _ known: KnownRecord) {
        guard let leafHash = known.leafHash else {
            return pending.wait(waiter, at: Int(known.position.rawValue - head.next.rawValue))
        }
        duplicate(waiter, known.position, leafHash)
    }

    mutating func duplicate(_ waiter: ReceiptWaiter, _ position: Position, _ leafHash: SHA256Digest) {
        counts.duplicates += 1
        guard settle(waiter) else { return }
        sessions[waiter.session]!.counts.duplicates += 1
        sessions[waiter.session]!.receipts.append(
            .duplicate(publishID: waiter.publishID, position: position.rawValue, leafHash: leafHash))
        touch(waiter.session)
    }

    /// Opens the publisher's window again; false where the session that published is over, and gets no receipt.
    mutating func settle(_ waiter: ReceiptWaiter) -> Bool {
        guard sessions.contains(waiter.session) else { return false }
        return sessions[waiter.session]!.link.receipted(
            alerts: 1, bytes: waiter.byteCount, session: waiter.protocolSession)
    }

    /// Sends the receipts of a session, many to a message.
    mutating func flushReceipts(_ key: SessionKey) {
        guard let peer = sessions[key], !peer.receipts.isEmpty else { return }
        let receipts = peer.receipts
        let report = FindingsReport.join(peer.reports)
        peer.receipts = []
        peer.reports = []
        var start = 0
        while start < receipts.count {
            let end = min(start + ProtocolLimits.receiptEntriesMax, receipts.count)
            let isLast = end == receipts.count
            let attachment = isLast ? report : nil
            reply(to: key, attachment: attachment) {
                Receipt.encode(receipts[start..<end], hasReport: attachment != nil, into: &$0)
            }
            start = end
        }
    }
}
