internal import AlertModel

/// Every bound of CXP/1: what no peer may exceed, whatever is negotiated.
///
/// docs/protocol.md lists the same numbers under "Limits"; a test holds the two equal.
public enum ProtocolLimits {
    /// The longest first frame of a message, in bytes.
    public static let commandFrameBytesMax = 65_536
    /// The longest alert that a hub may be configured to take, in bytes.
    public static let alertBytesMax = 1_048_576
    /// The longest alert that a hub takes unless configured otherwise, in bytes.
    public static let alertBytesDefault = 65_536
    /// The longest signature frame, in bytes.
    public static let signatureBytesMax = 16_384
    /// The longest record header, in bytes.
    public static let recordHeaderBytesMax = RecordHeader.bytesMax
    /// The most alerts in one PUBLISH.
    public static let batchAlertsMax = 256
    /// The most bytes of alerts and signatures in one PUBLISH: room for several of the longest alerts.
    public static let batchBytesMax = 4 << 20
    /// The most alerts in one DELIVER.
    public static let deliverAlertsMax = 128
    /// The most entries in one RECEIPT.
    public static let receiptEntriesMax = 1_024
    /// The longest report frame of a RECEIPT, in bytes.
    public static let reportBytesMax = 65_536
    /// The most unacknowledged alerts that a hub may grant a publisher.
    public static let publishWindowAlertsMax = 65_536
    /// The most unacknowledged bytes that a hub may grant a publisher.
    public static let publishWindowBytesMax = 1 << 30
    /// The furthest that a CREDIT may reach beyond the last session sequence that the hub sent.
    public static let deliveryWindowAlertsMax = 65_536
    /// The furthest that a CREDIT may reach beyond the bytes that the hub has delivered.
    public static let deliveryWindowBytesMax = 1 << 30
    /// What control commands may cost on average, in units a second.
    public static let controlUnitsPerSecondMax = 5_000
    /// What control commands may cost at once, in units.
    public static let controlUnitsBurstMax = 5_000
    /// Bytes of a message that is refused whole which cost one unit.
    public static let refusedBytesPerUnit = 16_384
    /// From here on the number of a session tells a client from others of the same key.
    public static let recognisedSessionMin: UInt64 = 1 << 32
    /// By how much the number of a session exceeds that of an earlier session of the same client at most.
    public static let sessionSuccessorsMax: UInt64 = 1_024
    /// How many intervals between PINGs either end waits in silence before it gives a session up.
    public static let silentPingsMax = 3
    /// The most subscriptions of one session.
    public static let subscriptionsMax = 1_024
    /// The shortest interval between PINGs that a hub may ask for, in milliseconds.
    public static let pingMillisecondsMin = 100
    /// The longest interval between PINGs that a hub may ask for, in milliseconds.
    public static let pingMillisecondsMax = 600_000
    /// The longest name of the client's software, in bytes.
    public static let agentBytesMax = 128
    /// The longest id of a hub, in bytes.
    public static let hubIDBytesMax = 64
    /// The longest name of a member, in bytes.
    public static let memberBytesMax = RecordHeader.memberBytesMax
    /// The longest name of a principal, in bytes.
    public static let principalBytesMax = RecordHeader.principalBytesMax
    /// The longest name of a durable subscription, in bytes.
    public static let subscriptionNameBytesMax = 64
    /// The most topic patterns of one subscription.
    public static let topicPatternsMax = 16
    /// The longest topic pattern, in bytes.
    public static let topicPatternBytesMax = RecordHeader.topicBytesMax
    /// The longest rule, in bytes.
    public static let ruleBytesMax = 61_440
    /// The longest text of an ERROR or a RESET, in bytes.
    public static let textBytesMax = 1_024
    /// The longest verb of a REQUEST, in bytes.
    public static let verbBytesMax = 32
    /// The longest argument frame of a REQUEST, in bytes.
    public static let requestBytesMax = 65_536
    /// The longest answer frame of a RESPONSE, in bytes.
    public static let responseBytesMax = 1_048_576
    /// The most optional fields in one command.
    public static let optionalFieldsMax = 16
    /// The most frames that any command announces to follow: a full signed batch.
    public static let followingFramesMax = 2 * batchAlertsMax
}
