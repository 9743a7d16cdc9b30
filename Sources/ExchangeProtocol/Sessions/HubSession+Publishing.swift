extension HubSession {
    mutating func take(_ publish: Publish, bytes: Int, now: UInt64) -> Action {
        guard publish.firstPublishID > lastPublishID else {
            let text = "The publish id must be greater than \(lastPublishID)."
            return endWithError(
                Refusal(
                    code: .publishIDNotIncreasing, endsSession: true, command: .publish,
                    reference: publish.firstPublishID, text: text))
        }
        guard !publish.isSigned || features.contains(.signatures) else {
            return endWithError(
                Refusal(
                    code: .unexpectedCommand, endsSession: true, command: .publish, reference: publish.firstPublishID,
                    text: "Signatures were not agreed on in WELCOME."))
        }
        // A batch that was checked holds at least one alert, and its last id does not overflow.
        lastPublishID = publish.firstPublishID + UInt64(publish.alertCount - 1)
        if let code = refusal(of: publish, bytes: bytes) {
            // Each costs a receipt and brings no alert, so a peer that ignores its window runs into the budget; what
            // was on its way when the hub began to drain is no such offence.
            let refusedBytes = code == .batchTooLarge ? bytes : 0
            guard budget.spend(code == .draining ? .credit : .lookUp, refusedBytes: refusedBytes, now: now) else {
                let refusal = Refusal(
                    code: .rateExceeded, endsSession: true, command: .publish, reference: publish.firstPublishID)
                _ = endWithError(refusal)
                state = .cut
                return .cut(refusal)
            }
            return .refuseAlerts(publish, code)
        }
        outstandingAlerts += publish.alertCount
        outstandingBytes += bytes
        return .publish(publish)
    }

    private func refusal(of publish: Publish, bytes: Int) -> ProtocolErrorCode? {
        let limits = configuration.limits
        if isDraining { return .draining }
        if publish.alertCount > Int(limits.batchAlertsMax) || bytes > limits.batchBytesMax {
            return .batchTooLarge
        }
        let isWithinWindow =
            outstandingAlerts + publish.alertCount <= Int(limits.publishWindowAlerts)
            && outstandingBytes + bytes <= limits.publishWindowBytes
        return isWithinWindow ? nil : .windowExceeded
    }

    /// Opens the window again: alerts that `.publish` handed on have got their receipts.
    ///
    /// - Parameters:
    ///   - alerts: how many alerts.
    ///   - bytes: how long they and their signatures were together.
    ///   - session: the session in which they came; what belongs to an earlier one is ignored, and no receipt may be
    ///     sent for it. Answers whether it is the present one.
    @discardableResult
    public mutating func receipted(alerts: Int, bytes: Int, session: UInt64) -> Bool {
        guard state == .open, session == self.session else { return false }
        outstandingAlerts = max(0, outstandingAlerts - alerts)
        outstandingBytes = max(0, outstandingBytes - bytes)
        return true
    }
}
