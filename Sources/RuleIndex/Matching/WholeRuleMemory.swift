internal import JSONDocument
internal import RuleLanguage

/// What the evaluator said of whole rules during one match. A rule that speaks of a list is asked about for each
/// element, and its answer is the same for all. Of alerts that are matched together each has a round of its own.
struct WholeRuleMemory {
    /// Of each rule the round in which it was asked about, and in the lowest bit the answer.
    private var answers: UnsafeMutablePointer<UInt32>
    private var capacity = 0
    /// The round of the first alert, and the one after the last.
    private var firstRound: UInt32 = 1
    private var nextRound: UInt32 = 1
    private let stepsTaken: UnsafeMutablePointer<Int>
    /// Once more steps than this were taken nothing more is asked.
    var stepsMax = Int.max

    private static let roundsMax = UInt32.max >> 1

    init() {
        answers = .allocate(capacity: 0)
        stepsTaken = .allocate(capacity: 1)
        stepsTaken.initialize(to: 0)
    }

    func deallocate() {
        answers.deallocate()
        stepsTaken.deallocate()
    }

    /// The steps that were taken since `begin`.
    var steps: Int { stepsTaken.pointee }

    /// Forgets all answers.
    @inline(__always)
    mutating func begin(ruleCount: Int, alertCount: Int) {
        stepsTaken.pointee = 0
        firstRound = nextRound
        if ruleCount > capacity || alertCount >= Int(Self.roundsMax - firstRound) { clear(ruleCount) }
        nextRound = firstRound + UInt32(alertCount)
    }

    private mutating func clear(_ ruleCount: Int) {
        if ruleCount > capacity {
            answers.deallocate()
            capacity = ruleCount * 2
            answers = .allocate(capacity: capacity)
        }
        answers.initialize(repeating: 0, count: capacity)
        firstRound = 1
    }

    /// Whether a rule matches an alert.
    func matches(_ number: Int, of rules: UnsafePointer<Rule>, _ root: JSONNode, alert: Int) -> Bool {
        let round = firstRound &+ UInt32(truncatingIfNeeded: alert)
        let known = answers[number]
        if known >> 1 == round { return known & 1 != 0 }
        if stepsTaken.pointee > stepsMax { return false }
        let isMatch = rules[number].matches(root, steps: &stepsTaken.pointee)
        answers[number] = round << 1 | (isMatch ? 1 : 0)
        return isMatch
    }
}
