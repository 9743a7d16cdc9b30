internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import RuleIndex
internal import RuleLanguage
internal import Trust

/// Which of the subscriptions that are open ask for an alert: rules through the index, topics by their patterns.
struct SubscriptionMatcher {
    private struct Member {
        let key: SubscriptionKey
        let terms: SubscriptionTerms
        let principal: String
        /// The numbers under which the index knows its rules.
        let rules: [Int]
        /// The most steps that the evaluator may take over them on an alert.
        let evaluatedSteps: Int
        /// The match that took it in last: an alert that several of its rules match is taken once.
        var lastMatch: UInt64 = 0
        /// Which of its rules that match found, where it is told of them.
        var found: [Int] = []
    }

    private var members: [Member?] = []
    /// Of the rules in here, by principal.
    private var evaluatedSteps: [String: Int] = [:]
    private var freeNumbers: [Int] = []
    /// The members whose rules they are, by the numbers of the rules.
    private var owners: [Int] = []
    /// Which rule of its subscription each is, by the numbers of the rules.
    private var places: [Int] = []
    private var freeRules: [Int] = []
    private var matchCount: UInt64 = 0
    private var numbers: [SubscriptionKey: Int] = [:]
    private var index = RuleIndex()
    /// Members without a rule, in ascending order: the index has nothing to say about them.
    private var unruled: [Int] = []
    private var ruleMatches: [RuleID] = []

    /// The most steps that the evaluator may take over rules on an alert, where a principal may have them beside those
    /// that it has in here. No desk pays for the rules of another: what every alert is held against is bounded, and what
    /// the evaluator may take over it.
    ///
    /// - Throws: `ruleTooCostly`, with the rule that is too much.
    func evaluatedSteps(of rules: SubscriptionRules, for principal: String) throws(TermsFailure) -> Int {
        var broad = index.broadRuleCount(of: principal)
        let before = evaluatedSteps[principal, default: 0]
        var steps = before
        for (named, burden) in zip(rules.all, index.burdens(of: rules.all.map(\.rule))) {
            if burden.isBroad { broad += 1 }
            steps += burden.evaluatedSteps
            let subject = named.name.isEmpty ? "the rule" : "rule \(named.name)"
            if broad > RuleQuotaError.broadRulesMax {
                throw TermsFailure(
                    .ruleTooCostly,
                    "\(subject): every alert must be held against it, and \(RuleQuotaError(owner: principal))")
            }
            if steps > HubLimits.evaluatedStepsMax {
                throw TermsFailure(
                    .ruleTooCostly,
                    """
                    \(subject): the rules of \(principal) that are more than comparisons joined by && and || may take \
                    \(steps) steps on an alert, and \(HubLimits.evaluatedStepsMax) are allowed; \
                    cordon rule check says what each costs, and how it is found
                    """)
            }
        }
        return steps - before
    }

    /// Takes a subscription of a principal in, whose rules take so many steps by `evaluatedSteps(of:for:)`.
    mutating func insert(_ key: SubscriptionKey, _ terms: SubscriptionTerms, of principal: String, steps: Int) {
        let number = freeNumbers.popLast() ?? members.count
        if number == members.count { members.append(nil) }
        let rules = terms.rules.all.enumerated().map { place, named in
            let rule = freeRules.popLast() ?? owners.count
            if rule == owners.count {
                owners.append(number)
                places.append(place)
            }
            (owners[rule], places[rule]) = (number, place)
            let id = RuleID(rawValue: UInt32(rule))
            do throws(RuleQuotaError) {
                try index.insert(id, named.rule, owner: principal)
            } catch {
                // Its principal had room when it was asked; a rule is never dropped.
                index.insert(id, named.rule)
            }
            return rule
        }
        members[number] = Member(key: key, terms: terms, principal: principal, rules: rules, evaluatedSteps: steps)
        evaluatedSteps[principal, default: 0] += steps
        numbers[key] = number
        if rules.isEmpty {
            let place = unruled.firstIndex { $0 > number } ?? unruled.count
            unruled.insert(number, at: place)
        }
    }

    /// Takes a subscription out.
    mutating func remove(_ key: SubscriptionKey) {
        guard let number = numbers.removeValue(forKey: key) else { return }
        guard let member = members[number] else { return }
        let rules = member.rules
        let left = evaluatedSteps[member.principal, default: 0] - member.evaluatedSteps
        evaluatedSteps[member.principal] = left > 0 ? left : nil
        for rule in rules { index.remove(RuleID(rawValue: UInt32(rule))) }
        freeRules += rules
        if rules.isEmpty { unruled.removeAll { $0 == number } }
        members[number] = nil
        freeNumbers.append(number)
    }

    /// The subscriptions that ask for an alert, each once.
    mutating func match(_ topics: [Topic], _ root: JSONNode) -> [PendingAlert.Match] {
        var matches: [PendingAlert.Match] = []
        ruleMatches.removeAll(keepingCapacity: true)
        index.match(root: root, into: &ruleMatches)
        index.sample(root)
        matchCount += 1
        for id in ruleMatches {
            let rule = Int(id.rawValue)
            add(owners[rule], topics, to: &matches)
            if members[owners[rule]]!.terms.tellsRules { members[owners[rule]]!.found.append(places[rule]) }
        }
        for number in unruled { add(number, topics, to: &matches) }
        for place in matches.indices {
            let member = members[numbers[matches[place].subscription]!]!
            guard member.terms.tellsRules else { continue }
            matches[place].matched = member.terms.matched(root, places: member.found.sorted())
        }
        return matches
    }

    private mutating func add(_ number: Int, _ topics: [Topic], to matches: inout [PendingAlert.Match]) {
        guard let member = members[number], member.lastMatch != matchCount else { return }
        members[number]!.lastMatch = matchCount
        members[number]!.found.removeAll(keepingCapacity: true)
        guard member.terms.wants(topics: topics) else { return }
        matches.append(.init(subscription: member.key, reason: .match))
    }

    /// The index as it is, to be reclustered elsewhere, where that is worth while and not under way.
    mutating func indexToRecluster() -> RuleIndex? {
        index.isWorthReclustering ? index.beginReclustering() : nil
    }

    /// Takes the index that was reclustered.
    mutating func finishReclustering(with reclustered: RuleIndex) { index.finishReclustering(with: reclustered) }

    /// The subscriptions in here, in a fixed order.
    var keys: [SubscriptionKey] { members.compactMap { $0?.key } }
}

extension HubCore {
    /// The subscriptions that an alert goes to: those that ask for it, and with an update or a cancellation those that
    /// got what it refers to, whatever they ask for now.
    mutating func matches(
        _ topics: [Topic], _ root: JSONNode, following references: [DeliveryRecord]
    ) -> [PendingAlert.Match] {
        var matches = matcher.match(topics, root)
        guard !references.isEmpty else { return matches }
        var places: [SubscriptionKey: Int] = [:]
        for (place, match) in matches.enumerated() { places[match.subscription] = place }
        var document = JSONDocument(limits: JSONLimits(bytesMax: ProtocolLimits.alertBytesMax))
        for reference in references {
            guard let tape = try? document.parse(Array(reference.entry.body)) else { continue }
            for key in matcher.keys {
                guard let subscription = subscriptions[key],
                    subscription.got(reference.position, topics: reference.facts.topics, root: tape.root)
                else { continue }
                if let place = places[key] {
                    matches[place].originals.append(reference)
                } else {
                    places[key] = matches.count
                    matches.append(
                        .init(
                            subscription: key, reason: .followUp, originals: [reference],
                            matched: subscription.terms.matched(root)))
                }
            }
        }
        return matches
    }
}

extension Subscription {
    /// Whether an earlier alert was for this subscription when it was recorded. The log is the history: no other is
    /// kept of what went where.
    func got(_ position: Position, topics: [Topic], root: JSONNode) -> Bool {
        position >= begin && terms(at: position).match(topics: topics, root: root)
    }
}
