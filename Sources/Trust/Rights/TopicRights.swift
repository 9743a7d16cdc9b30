public import AlertModel

/// The patterns that a principal holds for one purpose.
public struct TopicRights: Hashable, Sendable {
    /// The patterns in the directory's order.
    public let patterns: [TopicPattern]

    /// Rights of these patterns; none is no right.
    public init(_ patterns: [TopicPattern] = []) { self.patterns = patterns }

    /// Whether a pattern matches the topic.
    public func permit(_ topic: Topic) -> Bool {
        for pattern in patterns where pattern.matches(topic) { return true }
        return false
    }

    /// Whether each of the topics is matched by a pattern. No topics are never permitted.
    public func permitAll(_ topics: [Topic]) -> Bool {
        for topic in topics where !permit(topic) { return false }
        return !topics.isEmpty
    }

    /// Whether some topic that a subscription's pattern stands for could be permitted.
    public func overlap(_ pattern: TopicPattern) -> Bool { patterns.contains { $0.intersects(pattern) } }
}
