extension HubSession {
    /// Whether one more alert may be sent now.
    ///
    /// The last alert may overrun the client's byte limit, so that an alert longer than what is left does not stall
    /// the session. While gaps are pending nothing may be sent but these.
    public var mayDeliver: Bool {
        state == .open && pendingGaps == 0 && lastSequence < credit.sequenceLimit && deliveredBytes < credit.byteLimit
    }

    /// How many alerts may be sent now, as far as the number alone decides.
    public var deliverableAlerts: Int {
        mayDeliver ? Int(clamping: credit.sequenceLimit - lastSequence) : 0
    }

    /// Assigns the next session sequence to an alert that is sent under `tag`.
    ///
    /// - Parameters:
    ///   - tag: the subscription's tag.
    ///   - position: the record's position.
    ///   - bytes: the length of record header, alert and signature together.
    /// - Returns: the sequence, nil where the alert may not be sent: no credit, or no such open subscription.
    public mutating func deliver(tag: UInt32, position: UInt64, bytes: Int) -> UInt64? {
        guard mayDeliver, let index = openIndex(tag) else { return nil }
        subscriptions[index].deliveredTo = max(subscriptions[index].deliveredTo, position)
        subscriptions[index].hasDelivered = true
        lastSequence += 1
        deliveredBytes += UInt64(bytes)
        return lastSequence
    }

    /// Notes that a live subscription would have got the record at `position`, had there been credit.
    public mutating func skip(tag: UInt32, position: UInt64) {
        guard let index = openIndex(tag), subscriptions[index].mode == .live else { return }
        if subscriptions[index].skipped == 0 {
            pendingGaps += 1
            subscriptions[index].skippedFrom = position
        }
        subscriptions[index].skippedTo = position
        subscriptions[index].skipped += 1
    }

    /// The next GAP to send, nil where there is none or no credit for it; ask again until nil.
    public mutating func takeGap() -> Gap? {
        guard state == .open, pendingGaps > 0, lastSequence < credit.sequenceLimit,
            let index = subscriptions.firstIndex(where: { $0.skipped > 0 })
        else { return nil }
        pendingGaps -= 1
        lastSequence += 1
        let subscription = subscriptions[index]
        subscriptions[index].skipped = 0
        return Gap(
            tag: subscription.tag, sequence: lastSequence, fromPosition: subscription.skippedFrom,
            toPosition: subscription.skippedTo, skipped: subscription.skipped)
    }

    mutating func take(_ new: Credit) -> Action {
        let furthestSequence = lastSequence + UInt64(ProtocolLimits.deliveryWindowAlertsMax)
        let furthestByte = deliveredBytes + UInt64(ProtocolLimits.deliveryWindowBytesMax)
        guard new.sequenceLimit >= credit.sequenceLimit, new.byteLimit >= credit.byteLimit else {
            return endWithError(Refusal(code: .creditViolation, endsSession: true, command: .credit))
        }
        guard new.sequenceLimit <= furthestSequence, new.byteLimit <= furthestByte else {
            let text = "A CREDIT reaches further than the largest delivery window."
            return endWithError(Refusal(code: .creditViolation, endsSession: true, command: .credit, text: text))
        }
        credit = new
        return .credited
    }

    mutating func take(_ confirm: Confirm) -> Action {
        func refuse(_ code: ProtocolErrorCode) -> Action {
            .refuse(Refusal(code: code, command: .confirm, reference: UInt64(confirm.tag)))
        }
        guard let index = openIndex(confirm.tag) else { return refuse(.unknownSubscription) }
        guard subscriptions[index].mode == .durable else { return refuse(.notDurable) }
        guard confirm.position <= subscriptions[index].deliveredTo else { return refuse(.positionInFuture) }
        guard confirm.position > subscriptions[index].confirmedTo else { return .none }
        subscriptions[index].confirmedTo = confirm.position
        return .confirm(confirm)
    }

    func openIndex(_ tag: UInt32) -> Int? {
        guard state == .open else { return nil }
        return subscriptions.firstIndex { $0.tag == tag && $0.isOpen }
    }
}
