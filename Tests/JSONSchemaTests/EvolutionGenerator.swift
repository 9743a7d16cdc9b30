import TestSupport

/// Random schemas and documents over a small vocabulary, so that they have to do with each other.
struct EvolutionGenerator {
    private static let scalars = [
        "null", "true", "false", "0", "1", "2", "3", "-1", "1.5", "2.0", "10", #""""#, #""a""#, #""b""#, #""ab""#,
        #""aab""#, #""x1""#, #""2026-08-23""#, "[]", "{}",
    ]
    private static let patterns = ["^a", "b$", "^[ab]{1,2}$", "a|x", "^(a|b)*$", "[0-9]", "^x"]
    private static let names = ["a", "b", "x1"]
    private static let types = ["null", "boolean", "integer", "number", "string", "array", "object"]

    private var numbers: SeededGenerator
    /// Where it is set, subschemas are exchanged for others now and then.
    private var changes: SeededGenerator?

    private init(seed: UInt64, changing: UInt64?) {
        numbers = SeededGenerator(state: seed)
        changes = changing.map { SeededGenerator(state: $0) }
    }

    /// A schema; with `changing`, the schema of the same seed with some parts exchanged.
    static func schema(seed: UInt64, changing: UInt64? = nil) -> String {
        var generator = EvolutionGenerator(seed: seed, changing: changing)
        let definition = generator.schema(2)
        var root = generator.schema(3)
        if root == "true" || root == "false" { root = #"{"allOf": [\#(root)]}"# }
        return #"{"$defs": {"d": \#(definition)}, "# + root.dropFirst()
    }

    static func document(_ numbers: inout SeededGenerator, depth: Int = 3) -> String {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &numbers) {
        case 0..<6: return scalars.randomElement(using: &numbers) ?? "null"
        case 6..<8:
            let elements = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
                document(&numbers, depth: depth - 1)
            }
            return "[" + elements.joined(separator: ",") + "]"
        default:
            let chosen = (names + ["other", "ab"]).filter { _ in Bool.random(using: &numbers) }
            return "{" + chosen.map { #""\#($0)":\#(document(&numbers, depth: depth - 1))"# }.joined(separator: ",")
                + "}"
        }
    }

    // MARK: Schemas

    private mutating func schema(_ depth: Int) -> String {
        let own = freshSchema(depth)
        guard var other = changes else { return own }
        let isExchanged = Int.random(in: 0..<8, using: &other) == 0
        let seed = other.next()
        changes = other
        guard isExchanged else { return own }
        var generator = EvolutionGenerator(seed: seed, changing: nil)
        return generator.freshSchema(min(depth, 1))
    }

    private mutating func freshSchema(_ depth: Int) -> String {
        if chance(12) { return chance(2) ? "true" : "false" }
        var members: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let member = depth > 0 && chance(2) ? applicator(depth) : assertion()
            let keyword = member.prefix { $0 != ":" }
            if !members.contains(where: { $0.hasPrefix(keyword + ":") }) { members.append(member) }
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &numbers) == 0 }

    private mutating func pick(_ list: [String]) -> String { list.randomElement(using: &numbers) ?? "" }

    private mutating func assertion() -> String {
        let count = Int.random(in: 0...3, using: &numbers)
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0..<4: return #""type": "\#(pick(Self.types))""#
        case 4: return #""type": ["string", "\#(pick(["null", "object", "integer"]))"]"#
        case 5: return #""enum": [\#(pick(Self.scalars)), \#(pick(Self.scalars)), "ab"]"#
        case 6: return #""const": \#(pick(Self.scalars))"#
        case 7: return #""minimum": \#(count)"#
        case 8: return #""exclusiveMaximum": \#(count)"#
        case 9: return #""multipleOf": \#(pick(["1", "2", "0.5", "3"]))"#
        case 10: return #""minLength": \#(count)"#
        case 11: return #""maxLength": \#(count)"#
        case 12: return #""pattern": "\#(pick(Self.patterns))""#
        case 13: return #""format": "date""#
        case 14: return #""minItems": \#(count)"#
        case 15: return #""maxItems": \#(count)"#
        case 16: return #""uniqueItems": true"#
        case 17: return #""required": ["\#(pick(Self.names))"]"#
        case 18: return #""minProperties": \#(count)"#
        default: return #""maxProperties": \#(count)"#
        }
    }

    private mutating func applicator(_ depth: Int) -> String {
        let inner = schema(depth - 1)
        let second = schema(depth - 1)
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0: return #""allOf": [\#(inner), \#(second)]"#
        case 1: return #""anyOf": [\#(inner), \#(second)]"#
        case 2: return #""oneOf": [\#(inner), \#(second)]"#
        case 3: return #""not": \#(inner)"#
        case 4: return #""if": \#(inner), "then": \#(second), "else": \#(schema(depth - 1))"#
        case 5: return #""items": \#(inner)"#
        case 6: return #""prefixItems": [\#(inner), \#(second)]"#
        case 7: return #""contains": \#(inner), "maxContains": \#(Int.random(in: 1...2, using: &numbers))"#
        case 8: return #""contains": \#(inner)"#
        case 9, 10, 11: return #""properties": {"a": \#(inner), "b": \#(second)}"#
        case 12: return #""additionalProperties": \#(inner)"#
        case 13: return #""patternProperties": {"\#(pick(Self.patterns))": \#(inner)}"#
        case 14: return #""propertyNames": \#(inner)"#
        case 15: return #""dependentSchemas": {"a": \#(inner)}"#
        case 16: return #""dependentRequired": {"a": ["b"]}"#
        case 17: return #""unevaluatedProperties": \#(inner)"#
        case 18: return #""unevaluatedItems": \#(inner)"#
        default: return ##""properties": {"a": {"$ref": "#/$defs/d"}, "b": {"$ref": "#"}}"##
        }
    }
}
