/// A pattern of topics: `*` stands for one token, `>` for the rest, everything else for itself.
///
/// `seizure.drugs.>` takes in every seizure of drugs; `*.*.*.GT` all that comes from Guatemala. A pattern without `>`
/// has four tokens.
public struct TopicPattern: Hashable, Sendable {
    /// Longest written form in bytes.
    public static let bytesMax = Topic.bytesMax
    /// The pattern that takes in every topic: `>`.
    public static let everything = TopicPattern()

    private var value = PackedText<11>()
    // All ones in the words of tokens that must be equal.
    private var mask = PackedText<11>()

    private init() {}

    /// Parses the written form.
    public init(parsing pattern: some StringProtocol) throws(TopicError) {
        let tokens = try TopicTokens(pattern)
        let placeCount = TopicPlace.allCases.count
        guard tokens.count <= placeCount else {
            throw TopicError(
                .wrongTokenCount, token: 0, "a pattern has at most four tokens, kind.chapter.group.origin")
        }
        for place in TopicPlace.allCases {
            let index = place.rawValue
            guard index < tokens.count else {
                throw TopicError(
                    .wrongTokenCount, token: 0,
                    "a pattern has four tokens, kind.chapter.group.origin, or ends in > for the rest")
            }
            if tokens.isToken(index, UInt8(ascii: ">")) {
                guard index == tokens.count - 1 else {
                    throw TopicError(.restNotLast, token: index + 1, "> stands for the rest and must be the last token")
                }
                return
            }
            if tokens.isToken(index, UInt8(ascii: "*")) { continue }
            try tokens.write(place, into: &value)
            for word in place.words { mask.words[word] = .max }
        }
    }

    /// Whether a topic falls under the pattern.
    public func matches(_ topic: Topic) -> Bool {
        // Through spans: indexing the arrays themselves copies them at every step.
        let (found, wanted, asked) = (topic.text.words.span, value.words.span, mask.words.span)
        var difference: UInt64 = 0
        for index in 0..<TopicPlace.wordCount { difference |= (found[index] ^ wanted[index]) & asked[index] }
        return difference == 0
    }

    /// Whether every topic under `other` falls under this pattern.
    public func covers(_ other: TopicPattern) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<TopicPlace.wordCount {
            difference |= mask.words[index] & ~other.mask.words[index]
            difference |= (other.value.words[index] ^ value.words[index]) & mask.words[index]
        }
        return difference == 0
    }

    /// Whether some topic can fall under both.
    public func intersects(_ other: TopicPattern) -> Bool {
        var difference: UInt64 = 0
        for index in 0..<TopicPlace.wordCount {
            let both = mask.words[index] & other.mask.words[index]
            difference |= (other.value.words[index] ^ value.words[index]) & both
        }
        return difference == 0
    }
}

extension TopicPattern: CustomStringConvertible {
    /// The shortest written form: trailing wildcards become `>`.
    public var description: String {
        let isFixed = TopicPlace.allCases.map { mask.words[$0.words.lowerBound] != 0 }
        let fixedCount = (isFixed.lastIndex(of: true) ?? -1) + 1
        var bytes: [UInt8] = []
        for place in TopicPlace.allCases.prefix(fixedCount) {
            if place != .kind { bytes.append(UInt8(ascii: ".")) }
            if isFixed[place.rawValue] {
                value.append(words: place.words, to: &bytes)
            } else {
                bytes.append(UInt8(ascii: "*"))
            }
        }
        if fixedCount < TopicPlace.allCases.count {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: ">"))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
