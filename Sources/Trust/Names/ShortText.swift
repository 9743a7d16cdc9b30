/// Up to 32 printable ASCII characters held inline: identifiers that are compared on every delivery.
///
/// Comparing costs a few instructions and touches no memory beyond the value; nothing is ever allocated or counted.
@frozen public struct ShortText: Hashable, Sendable {
    // Big-endian, so that the order of the words is the order of the characters.
    @usableFromInline let word0: UInt64
    @usableFromInline let word1: UInt64
    @usableFromInline let word2: UInt64
    @usableFromInline let word3: UInt64

    /// The most characters that fit.
    public static let bytesMax = 32

    /// Takes 1 to 32 printable ASCII characters other than the space; nil for anything else.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: text.utf8)
    }

    /// Takes 1 to 32 bytes of printable ASCII other than the space; nil for anything else.
    public init?(utf8: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var count = 0
        for byte in utf8 {
            guard count < Self.bytesMax, byte > 0x20, byte < 0x7f else { return nil }
            let shifted = UInt64(byte) << UInt64(56 - 8 * (count & 7))
            switch count >> 3 {
            case 0: words.0 |= shifted
            case 1: words.1 |= shifted
            case 2: words.2 |= shifted
            default: words.3 |= shifted
            }
            count += 1
        }
        guard count > 0 else { return nil }
        (word0, word1, word2, word3) = words
    }

    /// Whether two texts are the same, case included.
    @inlinable public static func == (left: ShortText, right: ShortText) -> Bool {
        (left.word0 ^ right.word0) | (left.word1 ^ right.word1) | (left.word2 ^ right.word2)
            | (left.word3 ^ right.word3) == 0
    }
}

extension ShortText: Comparable {
    /// By character codes.
    public static func < (left: ShortText, right: ShortText) -> Bool {
        (left.word0, left.word1, left.word2, left.word3) < (right.word0, right.word1, right.word2, right.word3)
    }
}

extension ShortText: CustomStringConvertible {
    /// The characters.
    public var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.bytesMax)
        for word in [word0, word1, word2, word3] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                let byte = UInt8(truncatingIfNeeded: word >> shift)
                if byte != 0 { bytes.append(byte) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
