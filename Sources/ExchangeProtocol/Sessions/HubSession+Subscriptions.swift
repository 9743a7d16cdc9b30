extension HubSession {
    mutating func take(_ subscribe: Subscribe) -> Action {
        func refuse(_ code: ProtocolErrorCode) -> Action {
            .refuse(Refusal(code: code, command: .subscribe, reference: UInt64(subscribe.tag)))
        }
        if isDraining { return refuse(.draining) }
        if subscriptions.contains(where: { $0.tag == subscribe.tag }) { return refuse(.tagTaken) }
        if subscriptions.count >= Int(configuration.limits.subscriptionsMax) { return refuse(.subscriptionLimit) }
        if subscribe.mode == .live, !features.contains(.live) { return refuse(.notAllowedToSubscribe) }
        subscriptions.append(HubSubscription(tag: subscribe.tag, mode: subscribe.mode))
        return .subscribe(subscribe)
    }

    /// Opens the subscription that `.subscribe` handed on: the answer to send, before any alert under its tag.
    ///
    /// - Parameters:
    ///   - tag: the subscription's tag.
    ///   - epoch: the identity of the log.
    ///   - start: the first position that is looked at; what lies before it may be confirmed at once.
    ///   - head: the position of the log's newest record.
    /// - Returns: nil where the client gave the subscription up meanwhile: close it.
    public mutating func subscribed(tag: UInt32, epoch: UInt128, start: UInt64, head: UInt64, notes: String = "")
        -> Subscribed?
    {
        guard let index = subscriptions.firstIndex(where: { $0.tag == tag && !$0.isOpen }) else { return nil }
        subscriptions[index].isOpen = true
        subscriptions[index].deliveredTo = start > 0 ? start - 1 : 0
        return Subscribed(tag: tag, epoch: epoch, start: start, head: head, notes: notes)
    }

    /// Gives up a subscription that `.subscribe` handed on: the answer to send, nil where the client gave it up.
    public mutating func refuseSubscription(
        tag: UInt32, code: ProtocolErrorCode, text: String = "", retryAfterMilliseconds: UInt32 = 0
    ) -> Refusal? {
        guard remove(tag) != nil else { return nil }
        return Refusal(
            code: code, command: .subscribe, reference: UInt64(tag), text: text,
            retryAfterMilliseconds: retryAfterMilliseconds)
    }

    /// Ends a subscription that the hub can serve no longer: the message to send, nil where there is none.
    public mutating func endSubscription(tag: UInt32, code: ProtocolErrorCode) -> Unsubscribed? {
        remove(tag).map { Unsubscribed(tag: $0.tag, code: code) }
    }

    /// Whether everything that was delivered under the tag is confirmed, so that a cursor may pass what did not match.
    public func isConfirmed(tag: UInt32) -> Bool {
        guard let subscription = subscriptions.first(where: { $0.tag == tag && $0.isOpen }) else { return false }
        return subscription.hasDelivered ? subscription.confirmedTo >= subscription.deliveredTo : true
    }

    mutating func take(_ unsubscribe: Unsubscribe) -> Action {
        guard remove(unsubscribe.tag) != nil else {
            return .refuse(
                Refusal(code: .unknownSubscription, command: .unsubscribe, reference: UInt64(unsubscribe.tag)))
        }
        return .unsubscribe(unsubscribe)
    }

    private mutating func remove(_ tag: UInt32) -> HubSubscription? {
        guard let index = subscriptions.firstIndex(where: { $0.tag == tag }) else { return nil }
        let subscription = subscriptions.remove(at: index)
        if subscription.skipped > 0 { pendingGaps -= 1 }
        return subscription
    }
}
