/// Why a text is no topic, or no pattern of topics.
public struct TopicError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable {
        /// Not four tokens.
        case wrongTokenCount
        /// A token without characters.
        case emptyToken
        /// A token longer than its place allows.
        case tokenTooLong
        /// A character that the token's place does not allow.
        case wrongCharacter
        /// A kind that no alert has.
        case unknownKind
        /// `*` or `>` together with other characters in one token, or in a topic.
        case misplacedWildcard
        /// Something after `>`.
        case restNotLast
    }

    /// What is wrong.
    public let reason: Reason
    /// Which token, from 1; 0 where the whole is meant.
    public let token: Int
    /// The sentence for people: what is wrong and what would be right.
    public let description: String

    init(_ reason: Reason, token: Int, _ description: String) {
        (self.reason, self.token, self.description) = (reason, token, description)
    }
}

/// The four places of a topic, with the words they take up in its packed form.
enum TopicPlace: Int, CaseIterable {
    case kind, chapter, group, origin

    /// The words of a packed topic that hold the token.
    var words: Range<Int> {
        switch self {
        case .kind: 0..<2
        case .chapter: 2..<4
        case .group: 4..<8
        case .origin: 8..<11
        }
    }

    static let wordCount = 11

    var name: String {
        switch self {
        case .kind: "kind"
        case .chapter: "chapter"
        case .group: "group"
        case .origin: "origin"
        }
    }

    /// Longest token in bytes.
    var bytesMax: Int {
        switch self {
        case .origin: MemberIdentifier.bytesMax
        default: words.count * 8
        }
    }

    /// Judges a token that is no wildcard.
    func check(_ token: UnsafeRawBufferPointer) throws(TopicError) {
        let number = rawValue + 1
        guard token.count > 0 else {
            throw TopicError(.emptyToken, token: number, "token \(number), the \(name), is empty")
        }
        guard token.count <= bytesMax else {
            throw TopicError(
                .tokenTooLong, token: number, "token \(number), the \(name), is longer than \(bytesMax) characters")
        }
        for byte in token where byte == UInt8(ascii: "*") || byte == UInt8(ascii: ">") {
            throw TopicError(
                .misplacedWildcard, token: number,
                "token \(number) mixes a wildcard with other characters; * and > stand for whole tokens")
        }
        switch self {
        case .origin: try checkOrigin(token)
        case .kind, .chapter, .group: try checkWord(token)
        }
    }

    private func checkOrigin(_ token: UnsafeRawBufferPointer) throws(TopicError) {
        guard !MemberIdentifier.hasShape(token) else { return }
        throw TopicError(
            .wrongCharacter, token: rawValue + 1,
            "token 4, the origin, must be a country code of two capital letters, or ORG- and a name")
    }

    private func checkWord(_ token: UnsafeRawBufferPointer) throws(TopicError) {
        for byte in token where !ASCII.isLowerOrDigit(byte) && byte != UInt8(ascii: "-") {
            throw TopicError(
                .wrongCharacter, token: rawValue + 1,
                "token \(rawValue + 1), the \(name), may hold small letters, digits and hyphens only")
        }
        guard self == .kind, AlertKind(token) == nil else { return }
        let kinds = AlertKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw TopicError(.unknownKind, token: 1, "token 1, the kind, must be one of \(kinds)")
    }
}
