internal import CCrypto

/// A SHA-256 digest (FIPS 180-4): 32 bytes.
public struct SHA256Digest: Hashable, Sendable {
    /// The length of a digest, in bytes.
    public static let byteCount = 32

    // Four words instead of an array: a digest is copied into every receipt and must not allocate.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    private init() {}

    /// The digest of the concatenation of `parts`.
    public init(of parts: UnsafeRawBufferPointer...) {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        for part in parts { SHA256_Update(&context, part.baseAddress, part.count) }
        finish(&context)
    }

    /// The digest of one text.
    public init(of text: UnsafeRawBufferPointer) {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        SHA256_Update(&context, text.baseAddress, text.count)
        finish(&context)
    }

    /// The digest of `bytes`.
    public init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { SHA256Digest(of: $0) }
    }

    private mutating func finish(_ context: inout SHA256_CTX) {
        withUnsafeMutableBytes(of: &words) {
            _ = SHA256_Final($0.assumingMemoryBound(to: UInt8.self).baseAddress, &context)
        }
    }

    /// Takes over 32 bytes that are a digest already, nil where there are not exactly 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// Calls `body` with the 32 bytes.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// Equality of all 32 bytes.
    public static func == (one: SHA256Digest, other: SHA256Digest) -> Bool { one.words == other.words }

    /// Feeds the digest's first word, which is as random as any.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SHA256Digest: CustomStringConvertible {
    /// Sixty-four lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
