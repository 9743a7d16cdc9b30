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
        /// The numbers under which the index knows its rules; none once it is left to the log.
        var rules: [Int]
        /// Whether alerts are matched for it here.
        var isMatched: Bool
        /// The most steps that the evaluator may take over them on an alert.
        let evaluatedSteps: Int
        /// The match that took it in last: an alert that several of its rules match is taken once.
        var lastMatch: UInt64 = 0
        /// Which of its rules that match found, where it is told of them.
        var found: [Int] = []
        /// The look for what an alert refers to that took it in last.
        var lastLook: UInt64 = 0
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
    private var lookCount: UInt64 = 0
    private var numbers: [SubscriptionKey: Int] = [:]
    private var index = RuleIndex()
    /// Members without a rule, in ascending order: the index has nothing to say about them.
    private var unruled: [Int] = []
    private var ruleMatches: [RuleID] = []
    /// The subscriptions that alerts are matched for and that once asked for something else: what they were to get is
    /// not known by their rules of now.
    private(set) var changed: [SubscriptionKey] = []

    /// The steps that the evaluator took in the last match or look.
    var stepsTaken: Int { index.evaluatedSteps }
    /// Whether they were too many, so that subscriptions may be missing whose rules the evaluator is asked about.
    var isCut: Bool { index.isCut }

    /// The most steps that the evaluator may take over rules on an alert, where a principal may have them beside those
    /// that it has in here. No desk pays for the rules of another: what every alert is held against is bounded, and what
    /// the evaluator may take over it.
    ///
    /// - Throws: `ruleTooCostly`, with the rule that is too much.
    func evaluatedSteps(of rules: SubscriptionRules, for principal: String) throws(TermsFailure) -> Int {
        var broad = index.broadRuleCount(of: principal)
        let before = evaluatedSteps[principal, default: 0]
        var steps = before
        for (named, burden) in zip(rules.all, rules.burdens) {
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

    /// Takes a subscription in, whose rules take so many steps by `evaluatedSteps(of:for:)`. Where it is left to the log
    /// from the start, it counts for what its principal may have, and no alert is matched for it.
    mutating func insert(_ key: SubscriptionKey, _ subscription: Subscription, steps: Int, isLeftToLog: Bool) {
        let number = freeNumbers.popLast() ?? members.count
        if number == members.count { members.append(nil) }
        let rules = isLeftToLog ? [] : file(subscription.terms.rules, of: number, principal: subscription.principal)
        members[number] = Member(
            key: key, terms: subscription.terms, principal: subscription.principal, rules: rules,
            isMatched: !isLeftToLog, evaluatedSteps: steps)
        evaluatedSteps[subscription.principal, default: 0] += steps
        numbers[key] = number
        if !isLeftToLog, !subscription.earlierTerms.isEmpty { changed.append(key) }
        if !isLeftToLog, rules.isEmpty {
            let place = unruled.firstIndex { $0 > number } ?? unruled.count
            unruled.insert(number, at: place)
        }
    }

    /// Puts the rules of a member into the index; the numbers under which it knows them.
    private mutating func file(_ rules: SubscriptionRules, of number: Int, principal: String) -> [Int] {
        rules.all.enumerated().map { place, named in
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
    }

    /// Matches no alert for a subscription any more; it counts for what its principal may have until it is taken out.
    mutating func leaveToLog(_ key: SubscriptionKey) {
        guard let number = numbers[key], let member = members[number], member.isMatched else { return }
        for rule in member.rules { index.remove(RuleID(rawValue: UInt32(rule))) }
        freeRules += member.rules
        if member.rules.isEmpty { unruled.removeAll { $0 == number } }
        changed.removeAll { $0 == key }
        members[number]!.rules = []
        members[number]!.isMatched = false
    }

    /// Takes a subscription out.
    mutating func remove(_ key: SubscriptionKey) {
        leaveToLog(key)
        guard let number = numbers.removeValue(forKey: key), let member = members[number] else { return }
        let left = evaluatedSteps[member.principal, default: 0] - member.evaluatedSteps
        evaluatedSteps[member.principal] = left > 0 ? left : nil
        members[number] = nil
        freeNumbers.append(number)
    }

    /// The subscriptions that ask for an alert, each once.
    mutating func match(_ topics: [Topic], _ root: JSONNode) -> [PendingAlert.Match] {
        var matches: [PendingAlert.Match] = []
        ruleMatches.removeAll(keepingCapacity: true)
        index.match(root: root, into: &ruleMatches, stepsMax: HubLimits.evaluatedStepsPerAlertMax)
        index.sample(root)
        matchCount += 1
        for id in ruleMatches {
            let rule = Int(id.rawValue)
            add(owners[rule], topics, to: &matches)
            if members[owners[rule]]!.terms.tellsRules { members[owners[rule]]!.found.append(places[rule]) }
        }
        for number in unruled { add(number, topics, to: &matches) }
        for place in matches.indices { matches[place].matched = matched(matches[place].subscription) }
        return matches
    }

    /// Which rules of a subscription the last match found, nil where it is not told of them.
    func matched(_ key: SubscriptionKey) -> MatchedRules? {
        guard let number = numbers[key], let member = members[number], member.terms.tellsRules else { return nil }
        return member.terms.rules.named(member.lastMatch == matchCount ? member.found.sorted() : [])
    }

    private mutating func add(_ number: Int, _ topics: [Topic], to matches: inout [PendingAlert.Match]) {
        guard let member = members[number], member.lastMatch != matchCount else { return }
        members[number]!.lastMatch = matchCount
        members[number]!.found.removeAll(keepingCapacity: true)
        guard member.terms.wants(topics: topics) else { return }
        matches.append(.init(subscription: member.key, reason: .match))
    }

    // MARK: What alerts refer to

    /// The subscriptions whose rules of now ask for an alert, each once. What `matched` tells stays as it is.
    mutating func asking(for topics: [Topic], _ root: JSONNode) -> [SubscriptionKey] {
        ruleMatches.removeAll(keepingCapacity: true)
        index.match(root: root, into: &ruleMatches, stepsMax: HubLimits.evaluatedStepsPerAlertMax)
        lookCount += 1
        var found: [SubscriptionKey] = []
        for number in ruleMatches.map({ owners[Int($0.rawValue)] }) + unruled {
            guard let member = members[number], member.lastLook != lookCount else { continue }
            members[number]!.lastLook = lookCount
            if member.terms.wants(topics: topics) { found.append(member.key) }
        }
        return found
    }

    // MARK: Dear rules

    /// The principals whose rules took most on an alert, dearest first: so many that what the others take is within a
    /// bound. No more is counted than an alert may take.
    func dearest(on root: JSONNode, leaving stepsMax: Int) -> [String] {
        var taken: [String: Int] = [:]
        var left = 0
        for case let member? in members where member.isMatched && member.evaluatedSteps > 0 {
            for named in member.terms.rules.all where left <= HubLimits.evaluatedStepsPerAlertMax {
                let steps = named.rule.steps(on: root)
                taken[member.principal, default: 0] += steps
                left += steps
            }
        }
        var dearest: [String] = []
        for (principal, steps) in taken.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) where left > stepsMax {
            dearest.append(principal)
            left -= steps
        }
        return dearest
    }

    /// The subscriptions of a principal with rules that the evaluator is asked about.
    func evaluated(of principal: String) -> [SubscriptionKey] {
        members.compactMap { member in
            guard let member, member.isMatched, member.principal == principal else { return nil }
            return member.evaluatedSteps > 0 ? member.key : nil
        }
    }

    /// The subscriptions with rules. In an index without room for a test the evaluator may be asked about any of them.
    var ruled: [SubscriptionKey] {
        members.compactMap { member in member.flatMap { $0.isMatched && !$0.rules.isEmpty ? $0.key : nil } }
    }

    // MARK: Reclustering

    /// The index as it is, to be reclustered elsewhere, where that is worth while and not under way.
    mutating func indexToRecluster() -> RuleIndex? {
        index.isWorthReclustering ? index.beginReclustering() : nil
    }

    /// Takes the index that was reclustered.
    mutating func finishReclustering(with reclustered: RuleIndex) { index.finishReclustering(with: reclustered) }
}
