internal import ExchangeProtocol
internal import JSONDocument
internal import RuleIndex
internal import RuleLanguage

/// The rules of a subscription: none, one, or a list of named ones, of which one must match.
struct SubscriptionRules: Sendable {
    /// A rule and its name, which is empty where it is the only one.
    struct Named: Sendable {
        let name: String
        let rule: Rule
    }

    let all: [Named]
    /// What there is to say of them though they are accepted.
    let notes: String
    /// What each asks of the hub, where they are filed now.
    let burdens: [RuleBurden]
    /// The rules in their canonical form, to be kept.
    let filedText: String

    /// Whether there are none, and every alert of the topics is wanted.
    var isEmpty: Bool { all.isEmpty }

    /// No rules.
    static let none = SubscriptionRules()

    private init() {
        all = []
        notes = ""
        burdens = []
        filedText = ""
    }

    /// The rules that a client files, held against what rules may speak of.
    init(filing text: String, _ vocabulary: RuleDeclarations) throws(TermsFailure) {
        var all: [Named] = []
        var notes: [String] = []
        var faults: [Fault] = []
        for entry in try Self.entries(text) {
            let report = RuleReport(entry.text, declarations: vocabulary)
            if let rule = report.rule { all.append(Named(name: entry.name, rule: rule)) }
            faults += report.errors.map { Fault(entry: entry, error: $0) }
            notes += report.warnings.map { Self.text($0, of: entry) }
        }
        guard faults.isEmpty else { throw Self.failure(faults) }
        self.all = all
        self.notes = notes.joined(separator: "\n")
        burdens = RuleIndex().burdens(of: all.map(\.rule))
        filedText = Self.canonical(all)
    }

    /// Rules that were accepted when they were filed, in their canonical form.
    init(filed text: String) throws(RuleErrors) {
        var all: [Named] = []
        for entry in (try? Self.entries(text)) ?? [] {
            all.append(Named(name: entry.name, rule: try Rule(filed: entry.text)))
        }
        self.all = all
        notes = ""
        burdens = []
        filedText = text
    }

    private static func canonical(_ all: [Named]) -> String {
        if all.count == 1, all[0].name.isEmpty { return all[0].rule.description }
        if all.isEmpty { return "" }
        return RuleList(all.map { RuleList.Entry(name: $0.name, text: $0.rule.description) }).text
    }

    private static func entries(_ text: String) throws(TermsFailure) -> [RuleList.Entry] {
        if text.isEmpty { return [] }
        guard RuleList.isList(text) else { return [RuleList.Entry(name: "", text: text)] }
        do throws(RuleList.Fault) {
            return try RuleList(text).entries
        } catch {
            throw TermsFailure(.badRule, "\(error)")
        }
    }

    private static func text(_ fault: RuleError, of entry: RuleList.Entry) -> String {
        entry.name.isEmpty ? "\(fault)" : "rule \(entry.name): \(fault)"
    }

    /// What is wrong with a rule.
    private struct Fault {
        let entry: RuleList.Entry
        let error: RuleError
    }

    /// As many of the faults as an answer has room for.
    private static func failure(_ faults: [Fault]) -> TermsFailure {
        let code: ProtocolErrorCode = faults.allSatisfy { $0.error.code == .limit } ? .ruleTooCostly : .badRule
        var text = ""
        for (index, fault) in faults.enumerated() {
            let next = (text.isEmpty ? "" : "\n") + Self.text(fault.error, of: fault.entry)
            let rest = "\nand \(faults.count - index) more"
            if text.utf8.count + next.utf8.count + rest.utf8.count > ProtocolLimits.textBytesMax, index > 0 {
                return TermsFailure(code, text + rest)
            }
            text += next
        }
        return TermsFailure(code, text)
    }

    // MARK: Matching

    /// The steps that the evaluator takes over all of them on an alert at worst.
    var cost: Int { all.reduce(0) { $0 + $1.rule.cost } }

    /// Whether an alert is wanted; counts the steps that it took to tell.
    func match(_ root: JSONNode, steps: inout Int) -> Bool {
        if all.isEmpty { return true }
        for named in all where named.rule.matches(root, steps: &steps) { return true }
        return false
    }

    /// The most rules whose reasons are told of one alert.
    private static let reasonsMax = 4

    /// What is told of the rules that an alert matches, with the conditions that decided where they are asked for;
    /// counts the steps that it took to tell.
    func matched(_ root: JSONNode, withReasons: Bool, steps: inout Int) -> MatchedRules {
        var rules: [MatchedRules.Rule] = []
        for named in all where named.rule.matches(root, steps: &steps) {
            let isExplained = withReasons && rules.count < Self.reasonsMax
            rules.append(
                .init(
                    name: named.name,
                    because: isExplained ? named.rule.explain(on: root, steps: &steps).decision : ""))
        }
        return MatchedRules(count: rules.count, rules: rules)
    }

    /// What is told of rules that an alert matches, by their places in the list.
    func named(_ places: [Int]) -> MatchedRules {
        MatchedRules(count: places.count, rules: places.map { MatchedRules.Rule(name: all[$0].name, because: "") })
    }
}
