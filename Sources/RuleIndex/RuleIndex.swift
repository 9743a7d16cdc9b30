public import JSONDocument
public import RuleLanguage

/// Many rules, and which of them match an alert.
///
/// The result is exactly what evaluating every rule would give, in time that hardly grows with the number of rules: an
/// alert is read once into columns, and rules are found by keys of one to three of its values. `docs/rule-index.md`
/// tells how.
///
/// An index is a value. A copy costs little whatever the number of rules, and the two then share what neither changes:
/// so a copy is a snapshot that other threads may match against while the original changes (see `SharedRuleIndex`).
public struct RuleIndex: Sendable {
    var columns = Columns()
    var texts = TextNumbers()
    var thresholds = Thresholds()
    var longTests = LongTests()
    var wholeRules = AppendOnly<Rule>()
    var buckets = Buckets()
    /// Alternatives without a key: of the alert itself, then of each list.
    var broad: [BroadRules] = [BroadRules()]
    var filed = FiledRules()
    var shapes = KeyShapes()
    var statistics = KeyStatistics()
    var sample = AlertSample()
    var live = LiveState()
    /// How many rules that have an alternative without a key each owner has.
    var broadCounts: [String: Int] = [:]
    var broadOwners: [UInt32: String] = [:]

    /// The index as it is, once that was asked for.
    private var current: RuleSnapshot?
    private var memory: MatcherMemory?

    /// An index without rules.
    public init() {}

    /// The number of rules.
    public var count: Int { filed.count }

    /// Whether a rule of that id is in here.
    public func contains(_ id: RuleID) -> Bool { filed.contains(id.rawValue) }

    /// Adds a rule, or replaces the one of that id.
    public mutating func insert(_ id: RuleID, _ rule: Rule) {
        insert(id, rule, RuleConditions.alternatives(of: rule))
    }

    mutating func insert(_ id: RuleID, _ rule: Rule, _ conditions: RuleConditions.Alternatives) {
        takeOut(id)
        forgetSnapshot()
        file(id, alternatives(of: rule, conditions))
        live.note(.insert(id, rule))
    }

    /// Adds a rule, or replaces the one of that id, unless its owner has too many rules that every alert must be held
    /// against.
    /// - Throws: `RuleQuotaError` where the rule is refused; the index is then as it was.
    public mutating func insert(_ id: RuleID, _ rule: Rule, owner: String) throws(RuleQuotaError) {
        forgetSnapshot()
        let coded = alternatives(of: rule)
        let isBroad = coded.contains { keyParts($0).isEmpty }
        let isReplaced = broadOwners[id.rawValue] == owner
        if isBroad, !isReplaced, broadCounts[owner, default: 0] >= RuleQuotaError.broadRulesMax {
            throw RuleQuotaError(owner: owner)
        }
        takeOut(id)
        file(id, coded)
        live.note(.insert(id, rule))
        guard isBroad else { return }
        broadOwners[id.rawValue] = owner
        broadCounts[owner, default: 0] += 1
    }

    /// Takes a rule out.
    /// - Returns: Whether there was one of that id.
    @discardableResult
    public mutating func remove(_ id: RuleID) -> Bool {
        guard takeOut(id) else { return false }
        live.note(.remove(id))
        return true
    }

    @discardableResult
    private mutating func takeOut(_ id: RuleID) -> Bool {
        guard filed.contains(id.rawValue) else { return false }
        forgetSnapshot()
        guard let alternatives = filed.remove(id.rawValue) else { return false }
        for alternative in alternatives { withdraw(id.rawValue, alternative, isRepeated: alternatives.count > 1) }
        if let owner = broadOwners.removeValue(forKey: id.rawValue) {
            let left = broadCounts[owner, default: 1] - 1
            broadCounts[owner] = left == 0 ? nil : left
        }
        return true
    }

    /// The memory set aside for rules and for finding them, in bytes.
    public var byteCount: Int {
        let broadBytes = broad.reduce(0) { $0 + $1.byteCount }
        return texts.byteCount + thresholds.byteCount + longTests.byteCount + wholeRules.byteCount + buckets.byteCount
            + broadBytes + filed.byteCount
    }

    /// Finds the rules that match an alert.
    /// - Parameters:
    ///   - matches: Receives their ids in ascending order; what it held before is dropped, its memory kept.
    ///   - stepsMax: How many steps the evaluator may take; see `RuleMatcher.evaluatedStepsMax`.
    public mutating func match(root: JSONNode, into matches: inout [RuleID], stepsMax: Int = .max) {
        let snapshot = current ?? RuleSnapshot(self)
        current = snapshot
        let memory = isKnownUniquelyReferenced(&memory) ? memory ?? MatcherMemory() : MatcherMemory()
        self.memory = memory
        memory.matcher.evaluatedStepsMax = stepsMax
        memory.matcher.match(root, in: snapshot, into: &matches)
    }

    /// The steps that the evaluator took in the last `match`, over rules that are more than the index can test.
    public var evaluatedSteps: Int { memory?.matcher.evaluatedSteps ?? 0 }

    /// Whether the last `match` took more steps than it might; see `RuleMatcher.isCut`.
    public var isCut: Bool { memory?.matcher.isCut ?? false }

    /// The index as it is now, to match against.
    public var snapshot: RuleSnapshot { current ?? RuleSnapshot(self) }

    /// To be called before a change: what nobody else holds is then changed in place.
    mutating func forgetSnapshot() { current = nil }
}

/// The memory that matching by the index itself takes, used by one copy of the index alone.
private final class MatcherMemory: @unchecked Sendable {
    // Unchecked: whoever uses it has made sure that nobody else holds it.
    var matcher = RuleMatcher()
}

/// A rule refused because its owner has too many that every alert must be held against.
public struct RuleQuotaError: Error, Sendable, CustomStringConvertible {
    /// The most rules without a key that an owner may have.
    public static let broadRulesMax = 64

    /// Whose rule it is.
    public let owner: String

    /// An owner has as many as it may.
    public init(owner: String) { self.owner = owner }

    /// What is wrong and what would be right.
    public var description: String {
        "\(owner) has \(Self.broadRulesMax) rules that every alert must be held against, the most it may have; "
            + "add a condition such as field == 'text', field in ['text', …] or field.startsWith('text')"
    }
}
