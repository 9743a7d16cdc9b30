/// The bounds of a text that is parsed.
public struct JSONLimits: Sendable, Equatable {
    /// The largest text, in bytes.
    public var bytesMax: Int
    /// How deep arrays and objects may nest.
    public var depthMax: Int
    /// Whether an object may have two members of one name. RFC 8259, section 4, lets a reader choose; readers that
    /// choose differently disagree on what a text says, so Cordon refuses such texts unless told otherwise.
    public var allowsRepeatedNames: Bool

    /// The depth that no configuration exceeds: the parser's stack has this size.
    public static let depthMaxCeiling = 64
    /// The size that no configuration exceeds: offsets and counts must fit 31 bits.
    public static let bytesMaxCeiling = 1 << 30

    /// Limits; values outside the ceilings are moved to them.
    public init(
        bytesMax: Int = JSONLimits.alertBytesMax, depthMax: Int = JSONLimits.depthMaxCeiling,
        allowsRepeatedNames: Bool = false
    ) {
        self.allowsRepeatedNames = allowsRepeatedNames
        self.bytesMax = max(0, min(bytesMax, JSONLimits.bytesMaxCeiling))
        self.depthMax = max(1, min(depthMax, JSONLimits.depthMaxCeiling))
    }

    /// The largest text unless configured otherwise: 64 KiB.
    public static let alertBytesMax = 64 << 10
}
