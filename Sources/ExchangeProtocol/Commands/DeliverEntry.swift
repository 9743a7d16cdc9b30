/// One alert of a DELIVER, as its first frame tells of it.
@frozen
public struct DeliverEntry: Hashable, Sendable {
    /// How the alert comes.
    @frozen
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits as they travel.
        public let rawValue: UInt8
        /// Takes over bits; those that this version does not know are kept.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Read back from the log, not live.
        public static let replayed = Flags(rawValue: 1 << 0)
        /// Delivered before under the same durable subscription, and not confirmed.
        public static let redelivered = Flags(rawValue: 1 << 1)
    }

    /// Why the alert comes.
    @frozen
    public struct Reason: RawRepresentable, Hashable, Sendable {
        /// The number as it travels.
        public let rawValue: UInt8
        /// Takes over a number; those that this version does not know are kept.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// The subscription's topics and rule match.
        public static let match = Reason(rawValue: 0)
        /// It updates or cancels an alert that was delivered before.
        public static let followUp = Reason(rawValue: 1)
    }

    /// The length of an entry on the wire, in bytes.
    public static let byteCount = 14

    /// The tag of the subscription under which the alert comes.
    public var tag: UInt32
    /// How it comes.
    public var flags: Flags
    /// Why it comes.
    public var reason: Reason
    /// The record's position, the same as in the record header.
    public var position: UInt64

    /// Creates an entry.
    public init(tag: UInt32, flags: Flags = [], reason: Reason = .match, position: UInt64) {
        self.tag = tag
        self.flags = flags
        self.reason = reason
        self.position = position
    }

    @inline(__always)
    func store(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        bytes.storeBytes(of: tag.bigEndian, toByteOffset: offset, as: UInt32.self)
        bytes[offset + 4] = flags.rawValue
        bytes[offset + 5] = reason.rawValue
        bytes.storeBytes(of: position.bigEndian, toByteOffset: offset + 6, as: UInt64.self)
    }

    @inline(__always)
    init(checked bytes: UnsafeRawBufferPointer, at offset: Int) {
        tag = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        flags = Flags(rawValue: bytes[offset + 4])
        reason = Reason(rawValue: bytes[offset + 5])
        position = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 6, as: UInt64.self))
    }
}
