internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import RuleLanguage
internal import Trust

/// What a subscription asks for, from a position of the log on. Changing a rule makes new terms; what was delivered
/// under earlier ones stays explained by them.
final class SubscriptionTerms: Sendable {
    /// The patterns of which one must match one of an alert's topics.
    let patterns: [TopicPattern]
    /// The rule, or the list of rules, as it was filed; empty for none.
    let ruleText: String
    /// The rules.
    let rules: SubscriptionRules
    /// Whether exercises and tests are wanted.
    let options: Subscribe.Options
    /// The first position that these terms apply to.
    let since: Position

    init(
        patterns: [TopicPattern], ruleText: String, rules: SubscriptionRules, options: Subscribe.Options,
        since: Position
    ) {
        self.patterns = patterns
        self.ruleText = ruleText
        self.rules = rules
        self.options = options
        self.since = since
    }

    /// The same terms from another position on.
    func applying(since position: Position) -> SubscriptionTerms {
        SubscriptionTerms(patterns: patterns, ruleText: ruleText, rules: rules, options: options, since: position)
    }

    /// Whether they ask for the same, whenever they began.
    func asksTheSame(as other: SubscriptionTerms) -> Bool {
        patterns == other.patterns && ruleText.utf8.elementsEqual(other.ruleText.utf8) && options == other.options
    }

    /// Whether one of an alert's topics is asked for.
    func wants(topics: [Topic]) -> Bool {
        for pattern in patterns {
            for topic in topics where pattern.matches(topic) { return true }
        }
        return false
    }

    /// Whether an alert is asked for, by topics and rule; counts the steps that it took to tell.
    func match(topics: [Topic], root: JSONNode, steps: inout Int) -> Bool {
        guard wants(topics: topics) else { return false }
        return rules.match(root, steps: &steps)
    }

    /// Whether deliveries tell which rules an alert matches.
    var tellsRules: Bool { rules.all.count > 1 || options.contains(.reasons) && !rules.isEmpty }

    /// What deliveries tell of the rules that an alert matches, nil where they tell nothing; see
    /// `SubscriptionRules.matched`.
    func matched(_ root: JSONNode, steps: inout Int) -> MatchedRules? {
        tellsRules ? rules.matched(root, withReasons: options.contains(.reasons), steps: &steps) : nil
    }
}

extension SubscriptionTerms {
    /// The terms of a SUBSCRIBE whose rules were checked. Its patterns are checked here, and whether any right of the
    /// principal could ever let an alert through.
    convenience init(
        _ subscribe: Subscribe, _ rules: SubscriptionRules, principal: Principal, since: Position
    ) throws(TermsFailure) {
        let patterns = try Self.patterns(of: subscribe, principal: principal)
        self.init(
            patterns: patterns, ruleText: subscribe.rule, rules: rules,
            options: subscribe.options.subtracting(.resumes), since: since)
    }

    /// The topics of a SUBSCRIBE, if they are well formed and the principal has a right to one of them.
    static func patterns(of subscribe: Subscribe, principal: Principal) throws(TermsFailure) -> [TopicPattern] {
        var patterns: [TopicPattern] = []
        for text in subscribe.topics {
            do throws(TopicError) {
                patterns.append(try TopicPattern(parsing: text))
            } catch {
                throw TermsFailure(.badTopicPattern, "The topic pattern is malformed: \(error).")
            }
        }
        guard patterns.contains(where: { pattern in principal.entry.subscribe.overlap(pattern) }) else {
            throw TermsFailure(.topicNotAllowed, "The principal has no right to any of these topics.")
        }
        return patterns
    }

    /// What the release decision needs to know of them.
    var releaseOptions: ReleaseOptions {
        ReleaseOptions(exercises: options.contains(.exercises), tests: options.contains(.tests))
    }
}
