import CSodium

/// A CURVE public key: 32 bytes that name a principal on the wire. Public: it may be shown.
@frozen public struct TransportKey: Hashable, Sendable {
    /// The bytes, as four words in the machine's order.
    let words: SIMD4<UInt64>

    /// The length of a key in bytes.
    public static let bytesCount = 32
    /// The length of a key in Z85 characters.
    public static let z85Count = 40

    /// Takes 32 bytes; nil for any other number.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.bytesCount else { return nil }
        words = bytes.loadUnaligned(as: SIMD4<UInt64>.self)
    }

    /// Takes 32 bytes; nil for any other number.
    public init?(bytes: [UInt8]) {
        guard let key = bytes.withUnsafeBytes({ TransportKey(bytes: $0) }) else { return nil }
        self = key
    }

    /// Takes 40 characters of Z85; nil for anything else.
    public init?(z85: some StringProtocol) {
        guard z85.utf8.count == Self.z85Count, let bytes = Z85.decode(z85) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// The 40 characters that key files and the directory hold.
    public var z85: String { Z85.encode(bytes) ?? "" }

    /// What people compare over the telephone: the first 100 bits of the key's SHA-256, in base 32 (RFC 4648), as five
    /// groups of four letters and digits.
    public var fingerprint: String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256(&digest, bytes, UInt64(Self.bytesCount))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        for index in 0..<20 {
            if index > 0, index.isMultiple(of: 4) { text.append(UInt8(ascii: "-")) }
            let bit = index * 5
            let pair = UInt16(digest[bit / 8]) << 8 | UInt16(digest[bit / 8 + 1])
            text.append(alphabet[Int(pair >> UInt16(11 - bit % 8)) & 31])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether the key can prove anything: a point of low order yields the same shared secret for everybody, so that a
    /// directory that listed one would let anybody in.
    public var isUsable: Bool {
        var scalar = [UInt8](repeating: 0, count: Self.bytesCount)
        scalar[0] = 8
        var shared = [UInt8](repeating: 0, count: Self.bytesCount)
        return Sodium.isReady && crypto_scalarmult(&shared, scalar, bytes) == 0
    }
}

extension TransportKey: Comparable, CustomStringConvertible {
    /// By the bytes in order.
    public static func < (left: TransportKey, right: TransportKey) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The fingerprint.
    public var description: String { fingerprint }
}
