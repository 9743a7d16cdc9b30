/// A topic, `kind.chapter.group.origin`, as rights see it: four tokens, compared whole.
@frozen public struct RightsTopic: Hashable, Sendable {
    /// `seizure`, `warning`, …
    public let kind: ShortText
    /// `drugs`, `tobacco`, …
    public let chapter: ShortText
    /// `cocaine`, …
    public let group: ShortText
    /// The member whose alert it is.
    public let origin: MemberIdentifier

    /// The number of tokens.
    public static let tokenCount = 4

    /// Takes four tokens: three of `a-z`, `0-9` and `-`, then a member. Nil for anything else, wildcards included.
    public init?(_ text: some StringProtocol) {
        let tokens = text.split(separator: ".", omittingEmptySubsequences: false)
        guard tokens.count == Self.tokenCount, let kind = LowercaseName.parse(tokens[0]),
            let chapter = LowercaseName.parse(tokens[1]), let group = LowercaseName.parse(tokens[2]),
            let origin = MemberIdentifier(tokens[3])
        else { return nil }
        self.kind = kind
        self.chapter = chapter
        self.group = group
        self.origin = origin
    }
}

extension RightsTopic: CustomStringConvertible {
    /// The four tokens with dots between them.
    public var description: String { "\(kind).\(chapter).\(group).\(origin)" }
}

/// A pattern over topics: `*` stands for one token, `>` at the end for the rest, and a token only for itself.
@frozen public struct RightsPattern: Hashable, Sendable {
    // Absent means any: a topic always has four tokens, so that `>` is the same as a `*` for each that is left.
    let kind: ShortText?
    let chapter: ShortText?
    let group: ShortText?
    let origin: MemberIdentifier?

    /// Takes one to four tokens, of which the last is `>` where there are fewer than four. Nil for anything else.
    public init?(_ text: some StringProtocol) {
        let tokens = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = tokens.last, tokens.count <= RightsTopic.tokenCount else { return nil }
        guard tokens.count == RightsTopic.tokenCount || last == ">" else { return nil }
        var names: [ShortText?] = [nil, nil, nil]
        var origin: MemberIdentifier?
        for (index, token) in tokens.enumerated() {
            if token == "*" || (token == ">" && index == tokens.count - 1) { continue }
            if index < names.count {
                guard let name = LowercaseName.parse(token) else { return nil }
                names[index] = name
            } else {
                guard let member = MemberIdentifier(token) else { return nil }
                origin = member
            }
        }
        (kind, chapter, group) = (names[0], names[1], names[2])
        self.origin = origin
    }

    /// Whether the pattern stands for a topic.
    public func matches(_ topic: RightsTopic) -> Bool {
        if let kind, kind != topic.kind { return false }
        if let chapter, chapter != topic.chapter { return false }
        if let group, group != topic.group { return false }
        if let origin, origin != topic.origin { return false }
        return true
    }

    /// Whether some topic could match both patterns.
    public func overlaps(_ other: RightsPattern) -> Bool {
        func agree<Token: Equatable>(_ one: Token?, _ two: Token?) -> Bool { one == nil || two == nil || one == two }
        return agree(kind, other.kind) && agree(chapter, other.chapter) && agree(group, other.group)
            && agree(origin, other.origin)
    }
}

extension RightsPattern: CustomStringConvertible {
    /// The shortest text of the pattern: trailing wildcards as one `>`.
    public var description: String {
        var tokens = [kind?.description, chapter?.description, group?.description, origin?.description]
        let wildcards = tokens.reversed().prefix { $0 == nil }.count
        tokens.removeLast(wildcards)
        let texts = tokens.map { $0 ?? "*" } + (wildcards > 0 ? [">"] : [])
        return texts.joined(separator: ".")
    }
}

/// The patterns that a principal holds for one purpose.
public struct TopicRights: Hashable, Sendable {
    /// The patterns in the directory's order.
    public let patterns: [RightsPattern]

    /// Rights of these patterns; none is no right.
    public init(_ patterns: [RightsPattern] = []) { self.patterns = patterns }

    /// Whether a pattern matches the topic.
    public func permit(_ topic: RightsTopic) -> Bool {
        for pattern in patterns where pattern.matches(topic) { return true }
        return false
    }

    /// Whether each of the topics is matched by a pattern. No topics are never permitted.
    public func permitAll(_ topics: [RightsTopic]) -> Bool {
        for topic in topics where !permit(topic) { return false }
        return !topics.isEmpty
    }

    /// Whether some topic that a subscription's pattern stands for could be permitted.
    public func overlap(_ pattern: RightsPattern) -> Bool { patterns.contains { $0.overlaps(pattern) } }
}
