extension ClientSession {
    /// Whether a batch may be sent, and how.
    public enum PublishDecision: Hashable, Sendable {
        /// Send this first frame, then the alerts' frames.
        case send(Publish)
        /// Not before the session stands.
        case notReady
        /// Not before receipts have come.
        case windowFull
        /// Never in this session: alert `index` is too large, or the batch is.
        case refused(ProtocolErrorCode, index: Int)
    }

    /// Asks to publish a batch, and assigns its publish ids.
    ///
    /// - Parameters:
    ///   - alertByteCounts: the length of each alert.
    ///   - signatureByteCounts: the length of each alert's signature, 0 for none; empty for an unsigned batch.
    public mutating func publish(
        alertByteCounts: [Int], signatureByteCounts: [Int] = [], now: UInt64
    ) -> PublishDecision {
        guard state == .ready, let welcome, window != nil else { return .notReady }
        let isSigned = !signatureByteCounts.isEmpty
        precondition(!alertByteCounts.isEmpty, "a batch holds at least one alert")
        precondition(!isSigned || signatureByteCounts.count == alertByteCounts.count, "one signature for each alert")
        guard alertByteCounts.count <= Int(welcome.limits.batchAlertsMax) else {
            return .refused(.batchTooLarge, index: Int(welcome.limits.batchAlertsMax))
        }
        guard !isSigned || welcome.features.contains(.signatures) else { return .refused(.unexpectedCommand, index: 0) }
        var bytes: UInt64 = 0
        for index in alertByteCounts.indices {
            let signature = isSigned ? signatureByteCounts[index] : 0
            guard alertByteCounts[index] <= Int(welcome.limits.alertBytesMax),
                signature <= ProtocolLimits.signatureBytesMax
            else { return .refused(.tooLarge, index: index) }
            bytes += UInt64(alertByteCounts[index] + signature)
            guard bytes <= welcome.limits.batchBytesMax else { return .refused(.batchTooLarge, index: index) }
        }
        guard window?.hasRoom(alerts: alertByteCounts.count, bytes: bytes) == true, let first = window?.next else {
            return .windowFull
        }
        if unacknowledgedAlerts == 0 { receiptAt = now }
        for index in alertByteCounts.indices {
            window?.append(byteCount: alertByteCounts[index] + (isSigned ? signatureByteCounts[index] : 0))
        }
        return .send(Publish(firstPublishID: first, alertCount: alertByteCounts.count, isSigned: isSigned))
    }

    /// The most requests that may await their answer.
    public static let requestsInFlightMax = 64

    /// Asks for a look-up: the REQUEST to send with one frame of JSON, nil where the session does not stand or too many
    /// requests are on their way.
    public mutating func request(verb: String) -> Request? {
        guard state == .ready, requests.count < Self.requestsInFlightMax else { return nil }
        let request = Request(id: nextRequestID, verb: verb)
        nextRequestID &+= 1
        requests.append(request.id)
        return request
    }
}
