/// The limits that a hub sets for a session and tells in WELCOME.
public struct SessionLimits: Hashable, Sendable {
    /// The longest alert that the hub takes, in bytes, without its signature.
    public var alertBytesMax: UInt32
    /// The most alerts in one PUBLISH.
    public var batchAlertsMax: UInt16
    /// The most alerts that may await their receipt.
    public var publishWindowAlerts: UInt32
    /// The most bytes, of alerts and signatures, that may await their receipt.
    public var publishWindowBytes: UInt64
    /// The most subscriptions of the session.
    public var subscriptionsMax: UInt16
    /// The most alerts that the hub puts into one DELIVER.
    public var deliverAlertsMax: UInt16
    /// The most bytes that the hub puts into one DELIVER of several alerts.
    public var deliverBytesMax: UInt32
    /// How often the client must PING, in milliseconds.
    public var pingMilliseconds: UInt32

    /// The most bytes of alerts and signatures in one PUBLISH.
    public var batchBytesMax: UInt64 { min(publishWindowBytes, UInt64(ProtocolLimits.batchBytesMax)) }

    /// Creates limits; the defaults are those of a hub whose configuration says nothing.
    public init(
        alertBytesMax: UInt32 = UInt32(ProtocolLimits.alertBytesDefault), batchAlertsMax: UInt16 = 256,
        publishWindowAlerts: UInt32 = 2_048, publishWindowBytes: UInt64 = 16 << 20, subscriptionsMax: UInt16 = 64,
        deliverAlertsMax: UInt16 = 64, deliverBytesMax: UInt32 = 1 << 20, pingMilliseconds: UInt32 = 5_000
    ) {
        self.alertBytesMax = alertBytesMax
        self.batchAlertsMax = batchAlertsMax
        self.publishWindowAlerts = publishWindowAlerts
        self.publishWindowBytes = publishWindowBytes
        self.subscriptionsMax = subscriptionsMax
        self.deliverAlertsMax = deliverAlertsMax
        self.deliverBytesMax = deliverBytesMax
        self.pingMilliseconds = pingMilliseconds
    }

    func encode(into buffer: inout [UInt8]) {
        buffer.appendInteger(alertBytesMax)
        buffer.appendInteger(batchAlertsMax)
        buffer.appendInteger(publishWindowAlerts)
        buffer.appendInteger(publishWindowBytes)
        buffer.appendInteger(subscriptionsMax)
        buffer.appendInteger(deliverAlertsMax)
        buffer.appendInteger(deliverBytesMax)
        buffer.appendInteger(pingMilliseconds)
    }

    init(reading reader: inout WireReader) throws(ProtocolError) {
        alertBytesMax = try reader.word("alert-bytes-max")
        batchAlertsMax = try reader.short("batch-alerts-max")
        publishWindowAlerts = try reader.word("publish-window-alerts")
        publishWindowBytes = try reader.long("publish-window-bytes")
        subscriptionsMax = try reader.short("subscriptions-max")
        deliverAlertsMax = try reader.short("deliver-alerts-max")
        deliverBytesMax = try reader.word("deliver-bytes-max")
        pingMilliseconds = try reader.word("ping-interval")
        _ = try reader.bounded(alertBytesMax, 1...ProtocolLimits.alertBytesMax, "alert-bytes-max")
        _ = try reader.bounded(batchAlertsMax, 1...ProtocolLimits.batchAlertsMax, "batch-alerts-max")
        _ = try reader.bounded(
            publishWindowAlerts, 1...ProtocolLimits.publishWindowAlertsMax, "publish-window-alerts")
        _ = try reader.bounded(publishWindowBytes, 1...ProtocolLimits.publishWindowBytesMax, "publish-window-bytes")
        _ = try reader.bounded(subscriptionsMax, 0...ProtocolLimits.subscriptionsMax, "subscriptions-max")
        _ = try reader.bounded(deliverAlertsMax, 1...ProtocolLimits.deliverAlertsMax, "deliver-alerts-max")
        let pingBounds = ProtocolLimits.pingMillisecondsMin...ProtocolLimits.pingMillisecondsMax
        _ = try reader.bounded(pingMilliseconds, pingBounds, "ping-interval")
    }
}
