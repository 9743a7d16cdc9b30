/// What makes a publication one and the same: its id together with its origin.
public struct RecordIdentifier: Hashable, Sendable {
    /// The length of an id, in bytes: a UUID's.
    public static let idByteCount = 16
    /// The longest origin, in bytes.
    public static let originByteCountMax = 16

    // Words in network order, so that their order is that of the bytes and, for a UUIDv7, that of time.
    @usableFromInline let idHigh: UInt64
    @usableFromInline let idLow: UInt64
    @usableFromInline let originHigh: UInt64
    @usableFromInline let originLow: UInt64

    /// An identifier; nil where the id has not 16 bytes, or the origin has not 1 to 16, or has a zero byte among them.
    @inlinable
    public init?(id: some Collection<UInt8>, origin: some Collection<UInt8>) {
        guard id.count == Self.idByteCount, (1...Self.originByteCountMax).contains(origin.count),
            !origin.contains(0)
        else { return nil }
        (idHigh, idLow) = Self.words(id)
        (originHigh, originLow) = Self.words(origin)
    }

    /// An identifier from an id's two words, in network order; nil where the origin has not 1 to 16 bytes.
    public init?(idHigh: UInt64, idLow: UInt64, origin: some Collection<UInt8>) {
        guard (1...Self.originByteCountMax).contains(origin.count), !origin.contains(0) else { return nil }
        (self.idHigh, self.idLow) = (idHigh, idLow)
        (originHigh, originLow) = Self.words(origin)
    }

    /// The 16 bytes of the id.
    public var id: [UInt8] { Self.bytes(idHigh, idLow) }

    /// The bytes of the origin.
    public var origin: [UInt8] { Array(Self.bytes(originHigh, originLow).prefix { $0 != 0 }) }

    @inlinable
    static func words(_ bytes: some Collection<UInt8>) -> (UInt64, UInt64) {
        var words: (UInt64, UInt64) = (0, 0)
        var shift: UInt64 = 128
        for byte in bytes {
            shift -= 8
            if shift >= 64 { words.0 |= UInt64(byte) << (shift - 64) } else { words.1 |= UInt64(byte) << shift }
        }
        return words
    }

    private static func bytes(_ high: UInt64, _ low: UInt64) -> [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }
}
