/// A short text of ASCII packed into words, first byte highest, filled up with zeros: equal, ordered and hashed by
/// word, copied without reference counting.
struct PackedText<let wordCount: Int>: Sendable {
    var words: InlineArray<wordCount, UInt64>

    /// The empty text.
    init() { words = InlineArray(repeating: 0) }

    /// Bytes that a text can hold.
    static var byteCountMax: Int { wordCount * 8 }

    /// Packs bytes, nil where there are too many.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.byteCountMax else { return nil }
        self.init()
        write(bytes, atWord: 0)
    }

    /// Packs bytes into the words from `word` on. They must fit.
    mutating func write(_ bytes: UnsafeRawBufferPointer, atWord word: Int) {
        var word = word
        var at = 0
        while at < bytes.count {
            let count = min(8, bytes.count &- at)
            var packed: UInt64 = 0
            for index in 0..<count { packed = packed &<< 8 | UInt64(bytes[at &+ index]) }
            words[word] = packed &<< UInt64(64 &- 8 &* count)
            word &+= 1
            at &+= count
        }
    }

    /// Appends the bytes held in a range of words, up to the first zero.
    func append(words range: Range<Int>, to text: inout [UInt8]) {
        for index in range {
            for shift in stride(from: 56, through: 0, by: -8) {
                let byte = UInt8(truncatingIfNeeded: words[index] >> UInt64(shift))
                if byte == 0 { return }
                text.append(byte)
            }
        }
    }

    /// All bytes.
    var bytes: [UInt8] {
        var text: [UInt8] = []
        append(words: 0..<wordCount, to: &text)
        return text
    }
}

extension PackedText: Hashable, Comparable {
    static func == (one: Self, other: Self) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<wordCount { difference |= one.words[index] ^ other.words[index] }
        return difference == 0
    }

    static func < (one: Self, other: Self) -> Bool {
        for index in 0..<wordCount where one.words[index] != other.words[index] {
            return one.words[index] < other.words[index]
        }
        return false
    }

    func hash(into hasher: inout Hasher) {
        for index in 0..<wordCount { hasher.combine(words[index]) }
    }
}

extension PackedText: CustomStringConvertible {
    var description: String { String(decoding: bytes, as: UTF8.self) }
}
