internal import ExchangeProtocol
internal import Trust
public import ZeroMQ

/// What a client is told: the hub, its own keys, its outbox, and how much it may hold at once.
public struct ClientConfiguration: Sendable {
    /// The hub.
    public var hub: HubAddress
    /// The client's own keys, of which the hub's directory lists the public one.
    public var keys: CurveKeyPair
    /// The file of the outbox, made when it is missing; nil keeps unpublished alerts in memory only.
    public var outboxPath: String?
    /// The client's software and version, for the hub's log; at most 128 bytes.
    public var agent = "cordon-client/1.0"
    /// The most alerts that await their receipt; the hub may allow fewer.
    public var publishWindowAlerts = 2_048
    /// The most alerts gathered into one message, 1 to 256; the hub may allow fewer.
    public var publishBatchAlerts = 64
    /// The most alerts held in memory until they have a receipt and that was taken.
    public var queueAlertsMax = 8_192
    /// The most bytes of alerts held in memory until they have a receipt.
    public var queueBytesMax = 64 << 20
    /// The most alerts in the outbox's file; `publish` waits beyond it.
    public var outboxAlertsMax = 1_000_000
    /// The most alerts delivered to the client and not yet taken from their subscriptions.
    public var deliveryWindowAlerts = 1_024
    /// The most bytes of alerts delivered to the client and not yet taken from their subscriptions.
    public var deliveryWindowBytes = 8 << 20
    /// How long a receipt, or the answer to a subscription, is awaited before the session counts as lost.
    public var answerTimeout: Duration = .seconds(30)
    /// The first wait before a greeting, a refused alert or a refused connection is tried again; it doubles each time.
    public var retryPauseMin: Duration = .seconds(1)
    /// The longest wait before something is tried again.
    public var retryPauseMax: Duration = .seconds(30)

    /// Collects what every client must be told; the rest has defaults.
    public init(hub: HubAddress, keys: CurveKeyPair, outboxPath: String? = nil) {
        self.hub = hub
        self.keys = keys
        self.outboxPath = outboxPath
    }

    /// Takes the client's own keys from a secret key file, which only its owner may be able to read.
    ///
    /// - Throws: `CordonError` with code `.keyFile`, naming the file and what is wrong with it.
    public init(hub: HubAddress, keyFile path: String, outboxPath: String? = nil) throws(CordonError) {
        self.init(hub: hub, keys: try ClientConfiguration.readKeys(path), outboxPath: outboxPath)
    }

    private static func readKeys(_ path: String) throws(CordonError) -> CurveKeyPair {
        let pair: TransportKeyPair
        do throws(KeyFileError) {
            pair = try KeyFile.readPair(path)
        } catch {
            throw CordonError(.keyFile, "\(error)")
        }
        guard let secret = pair.secret.withBytes({ CurveSecretKey(bytes: $0) }) else {
            throw CordonError(.keyFile, "\(path): the secret key has not the length of one")
        }
        do throws(ZeroMQError) {
            return try CurveKeyPair(secretKey: secret)
        } catch {
            throw CordonError(.keyFile, "\(path): \(error)")
        }
    }

    /// Refuses what no session could be held with.
    func check() throws(CordonError) {
        func require(_ isGood: Bool, _ text: String) throws(CordonError) {
            if !isGood { throw CordonError(.configuration, text) }
        }
        try require(hub.endpoint.contains("://"), "the endpoint must be such as tcp://hub.example.org:7400")
        try require(agent.utf8.count <= ProtocolLimits.agentBytesMax, "the agent must have at most 128 bytes")
        try require(
            (1...ProtocolLimits.publishWindowAlertsMax).contains(publishWindowAlerts),
            "the publish window must be 1 to \(ProtocolLimits.publishWindowAlertsMax) alerts")
        try require(
            (1...ProtocolLimits.batchAlertsMax).contains(publishBatchAlerts),
            "a batch must be 1 to \(ProtocolLimits.batchAlertsMax) alerts")
        try require(queueAlertsMax > 0 && queueBytesMax > 0, "the queue must have room for something")
        try require(outboxAlertsMax > 0, "the outbox must have room for something")
        try require(retryPauseMin > .zero && answerTimeout > .zero, "times must be longer than nothing")
    }

    var session: ClientSession.Configuration {
        ClientSession.Configuration(
            agent: agent, deliveryWindowAlerts: deliveryWindowAlerts, deliveryWindowBytes: deliveryWindowBytes,
            helloMillisecondsMin: retryPauseMin.milliseconds, helloMillisecondsMax: retryPauseMax.milliseconds,
            answerMillisecondsMax: answerTimeout.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, at least one.
    var milliseconds: UInt64 {
        let (seconds, attoseconds) = components
        let whole = seconds.multipliedReportingOverflow(by: 1_000)
        guard !whole.overflow, whole.partialValue >= 0 else { return seconds < 0 ? 1 : .max }
        return max(1, UInt64(whole.partialValue) + UInt64(max(0, attoseconds) / 1_000_000_000_000_000))
    }
}
