/// An expression evaluated for each element of a list, each key of a map, or the value of an optional.
///
/// With one variable it is the element, or the key; with two they are the index and the element, or the key and its
/// value.
public enum RuleMacro: String, Sendable, CaseIterable {
    /// Whether the condition holds for every element.
    case all
    /// Whether the condition holds for at least one element.
    case exists
    /// Whether the condition holds for exactly one element.
    case existsOne
    /// A list of what the expression gives for each element, or for each that meets a condition.
    case map
    /// A list of the elements that meet a condition.
    case filter
    /// As `map`, with two variables.
    case transformList
    /// A map with the keys of another and what the expression gives for each.
    case transformMap
    /// What the expression gives for the value of an optional, as an optional; empty where that is empty.
    case optMap
    /// As `optMap`, where the expression gives an optional itself.
    case optFlatMap

    /// The macro of a name with so many arguments, nil where there is none.
    static func find(_ name: String, argumentCount: Int) -> RuleMacro? {
        let macro = name == "exists_one" ? RuleMacro.existsOne : RuleMacro(rawValue: name)
        guard let macro, macro.argumentCounts.contains(argumentCount) else { return nil }
        return macro
    }

    /// Whether a method of a name is a macro.
    static func isName(_ name: String) -> Bool { name == "exists_one" || RuleMacro(rawValue: name) != nil }

    /// The names under which macros are written.
    static let names = allCases.map(\.rawValue) + ["exists_one", "has"]

    /// Whether it is evaluated for the value of an optional rather than for the elements of a list.
    var isOverOptional: Bool { self == .optMap || self == .optFlatMap }

    private var argumentCounts: ClosedRange<Int> {
        switch self {
        case .all, .exists, .existsOne, .map: 2...3
        case .filter, .optMap, .optFlatMap: 2...2
        case .transformList, .transformMap: 3...4
        }
    }

    /// How many of so many arguments are variables.
    func variableCount(argumentCount: Int) -> Int {
        switch self {
        case .all, .exists, .existsOne: argumentCount - 1
        case .map, .filter, .optMap, .optFlatMap: 1
        case .transformList, .transformMap: 2
        }
    }

    /// How it is written, as a hint.
    /// - Parameter range: What it goes over.
    func usage(on range: RuleExpression) -> String {
        let shown = range.chain == nil ? "list" : RulePrinter.text(of: range)
        return switch self {
        case .all, .exists, .existsOne, .filter: "\(shown).\(rawValue)(x, condition on x)"
        case .map, .optMap, .optFlatMap: "\(shown).\(rawValue)(x, expression)"
        case .transformList, .transformMap: "\(shown).\(rawValue)(i, x, expression)"
        }
    }
}
