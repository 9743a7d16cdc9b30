/// A topic: `kind.chapter.group.origin`, derived from an alert and never chosen by hand.
///
/// Each token lies at a fixed place in words, so that a pattern matches with a mask, without looking for dots.
public struct Topic: Hashable, Comparable, Sendable {
    /// Chapter and group of an alert without a category.
    public static let withoutCategory = "general.none"
    /// Longest written form in bytes.
    public static let bytesMax = TopicPlace.allCases.reduce(3) { $0 + $1.bytesMax }

    var text: PackedText<11>

    /// A topic of packed tokens; the kind is a word as `AlertKind.packed`.
    init(kind: UInt64, category: Category.Packed, origin: MemberIdentifier) {
        text = PackedText()
        text.words[0] = kind
        for index in 0..<6 { text.words[TopicPlace.chapter.words.lowerBound &+ index] = category.words[index] }
        for index in 0..<3 { text.words[TopicPlace.origin.words.lowerBound &+ index] = origin.text.words[index] }
    }

    /// The topic of a category, or of an alert without one.
    public init(kind: AlertKind, category: Category?, origin: MemberIdentifier) {
        self.init(kind: kind.packed, category: category?.packed ?? Category.withoutCategory, origin: origin)
    }

    /// Parses the written form. Chapter and group are held to their shape, not to the list of categories.
    public init(parsing topic: some StringProtocol) throws(TopicError) {
        let tokens = try TopicTokens(topic)
        guard tokens.count == TopicPlace.allCases.count else {
            throw TopicError(
                .wrongTokenCount, token: 0, "a topic has four tokens, kind.chapter.group.origin, not \(tokens.count)")
        }
        text = PackedText()
        for place in TopicPlace.allCases { try tokens.write(place, into: &text) }
    }

    /// The kind of the alerts under the topic.
    public var kind: AlertKind? { AlertKind(rawValue: token(.kind)) }

    /// The chapter.
    public var chapter: String { token(.chapter) }

    /// The group.
    public var group: String { token(.group) }

    /// The origin.
    public var origin: MemberIdentifier? { MemberIdentifier(token(.origin)) }

    private func token(_ place: TopicPlace) -> String {
        var bytes: [UInt8] = []
        text.append(words: place.words, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The written form as bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.bytesMax)
        for place in TopicPlace.allCases {
            if place != .kind { bytes.append(UInt8(ascii: ".")) }
            text.append(words: place.words, to: &bytes)
        }
        return bytes
    }

    /// The order of the tokens, one after the other.
    public static func < (one: Topic, other: Topic) -> Bool { one.text < other.text }
}

extension Topic: CustomStringConvertible {
    /// The written form.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A written topic or pattern, taken apart at its dots.
struct TopicTokens {
    private let bytes: [UInt8]
    private var ranges: [Range<Int>] = []

    var count: Int { ranges.count }

    init(_ text: some StringProtocol) throws(TopicError) {
        bytes = Array(text.utf8)
        guard bytes.count <= Topic.bytesMax else {
            throw TopicError(.tokenTooLong, token: 0, "longer than \(Topic.bytesMax) characters")
        }
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: ".") {
            ranges.append(start..<index)
            start = index + 1
        }
        ranges.append(start..<bytes.count)
    }

    /// Whether the token at an index is exactly one byte, such as a wildcard.
    func isToken(_ index: Int, _ byte: UInt8) -> Bool {
        ranges[index].count == 1 && bytes[ranges[index].lowerBound] == byte
    }

    /// Judges the token of a place and packs it.
    func write(_ place: TopicPlace, into text: inout PackedText<11>) throws(TopicError) {
        let range = ranges[place.rawValue]
        let result: Result<PackedText<11>, TopicError> = bytes.withUnsafeBytes { [text] buffer in
            let token = UnsafeRawBufferPointer(rebasing: buffer[range])
            var text = text
            do throws(TopicError) {
                try place.check(token)
            } catch {
                return .failure(error)
            }
            text.write(token, atWord: place.words.lowerBound)
            return .success(text)
        }
        text = try result.get()
    }
}
