import JSONSchema
import Testing

/// Schemas made to take time or memory when they are compared.
@Suite("The comparison of hostile schemas is bounded")
struct EvolutionHostileTests {
    private static let limit = Duration.seconds(30)

    private static func members(_ count: Int, _ body: (Int) -> String) -> String {
        (0..<count).map { #""p\#($0)": \#(body($0))"# }.joined(separator: ",")
    }

    private static let pairs: [(what: String, old: String, new: String)] = [
        (
            "alternatives that multiply",
            #"{"allOf": ["#
                + (0..<24).map { #"{"anyOf": [{"required": ["a\#($0)"]}, {"required": ["b\#($0)"]}]}"# }
                .joined(separator: ",") + #"], "maxProperties": 23, "type": "object"}"#,
            #"{"type": "object", "minProperties": 30}"#
        ),
        (
            "negations of alternatives",
            #"{"type": "integer", "not": {"oneOf": ["#
                + (1..<40).map { #"{"multipleOf": \#($0)}"# }
                .joined(separator: ",") + "]}}",
            #"{"type": "integer", "multipleOf": 2}"#
        ),
        (
            "long arrays", #"{"type": "array", "minItems": 1000000000}"#,
            #"{"type": "array", "items": {"type": "string"}}"#
        ),
        ("long strings", #"{"type": "string", "minLength": 1000000000}"#, #"{"type": "string", "pattern": "^a*$"}"#),
        (
            "many members", #"{"type": "object", "minProperties": 1000000000}"#,
            #"{"type": "object", "required": ["a"]}"#
        ),
        (
            "repetitions of repetitions", #"{"type": "string", "pattern": "^((a?b?c?){30}){30}$"}"#,
            #"{"type": "string", "pattern": "^((a?b?){30}c?){30}$"}"#
        ),
        (
            "patterns whose states multiply", #"{"type": "string", "pattern": "^(a|b)*a(a|b){18}$"}"#,
            #"{"type": "string", "pattern": "^(a|b)*b(a|b){17}$"}"#
        ),
        (
            "numbers beyond all bounds", #"{"type": "number", "minimum": 1e400, "multipleOf": 7e-300}"#,
            #"{"type": "number", "maximum": 123456789012345678901234567890123456789012345}"#
        ),
        (
            "multiples without a common one in reach",
            #"{"allOf": ["#
                + [999_999_999_989, 999_999_999_961, 999_999_999_937, 999_999_999_899]
                .map { #"{"multipleOf": \#($0)}"# }.joined(separator: ",") + #"], "type": "integer", "minimum": 1}"#,
            #"{"type": "integer", "maximum": 5}"#
        ),
        (
            "a tower of references",
            ##"{"$ref": "#/$defs/p0", "$defs": {"##
                + members(60) { level in
                    level == 59
                        ? #"{"type": "string"}"#
                        : ##"{"type": "object", "properties": {"x": {"$ref": "#/$defs/p\##(level + 1)"}}, "required": ["x"]}"##
                } + "}}", "false"
        ),
        (
            "two recursions out of step",
            ##"{"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "array", "items": {"$ref": "#"}}}]}"##,
            ##"{"anyOf": [{"type": "null"}, {"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {"$ref": "#"}}}}]}"##
        ),
        (
            "many dependencies",
            #"{"type": "object", "required": ["q"], "dependentRequired": {"#
                + (0..<600).map { #""p\#($0)": ["p\#($0 + 1)"]"# }.joined(separator: ",") + "}}",
            #"{"type": "object", "not": {"required": ["p0", "q"], "maxProperties": 100}}"#
        ),
        (
            "many names and patterns of names",
            #"{"type": "object", "properties": {"# + members(400) { #"{"minimum": \#($0)}"# }
                + #"}, "patternProperties": {"a": {}, "b": {}, "c": {"type": "null"}, "d": {}, "e": {}, "f": {}, "g": {}}}"#,
            #"{"type": "object", "properties": {"# + members(400) { #"{"minimum": \#($0 / 2)}"# } + "}}"
        ),
        (
            "alternatives that double at each level",
            ##"{"anyOf": [{"items": {"$ref": "#"}, "minItems": 9}, {"items": {"$ref": "#"}}], "not": {"const": 0}}"##,
            ##"{"anyOf": [{"items": {"$ref": "#"}, "minItems": 8}, {"items": {"$ref": "#"}}], "not": {"const": 1}}"##
        ),
        (
            "references that multiply where evaluation is tracked",
            ##"{"$ref": "#/$defs/p0", "unevaluatedProperties": false, "$defs": {"##
                + members(9) { level in
                    let next = level == 8 ? #"{"properties": {"a": {}}}"# : ##"{"$ref": "#/$defs/p\##(level + 1)"}"##
                    return #"{"anyOf": [\#(next), \#(next), {"allOf": [\#(next)]}]}"#
                } + "}}", #"{"type": ["null", "object"]}"#
        ),
        (
            "a chain of many schemas",
            ##"{"$ref": "#/$defs/p0", "$defs": {"##
                + members(1200) { level in
                    ##"{"properties": {"x": {"$ref": "#/$defs/p\##(min(level + 1, 1199))"}}, "maxProperties": \##(level / 1199 + 1)}"##
                } + "}}",
            ##"{"$ref": "#/$defs/p0", "$defs": {"##
                + members(1200) { level in
                    ##"{"properties": {"x": {"$ref": "#/$defs/p\##(min(level + 1, 1199))"}}, "maxProperties": \##(level / 1199 + 2)}"##
                } + "}}"
        ),
        (
            "one of very many",
            #"{"oneOf": ["# + (1...400).map { #"{"const": \#($0)}"# }.joined(separator: ",") + "]}",
            #"{"oneOf": ["# + (2...401).map { #"{"const": \#($0)}"# }.joined(separator: ",") + "]}"
        ),
        (
            "a long example",
            #"{"type": "string", "format": "hostname", "examples": ["#
                + (0..<400).map { #"{"a": [\#($0), "x", [{}]]}"# }.joined(separator: ",") + "]}",
            #"{"type": "string", "format": "idn-hostname"}"#
        ),
        (
            "equal elements among very many", #"{"type": "array", "minItems": 250, "not": {"uniqueItems": true}}"#,
            #"{"type": "array", "items": {"type": "string", "pattern": "^\\p{L}+$"}}"#
        ),
        (
            "a long enumeration", #"{"enum": ["# + (0..<3000).map { #""v\#($0)""# }.joined(separator: ",") + "]}",
            #"{"enum": ["# + (1..<3000).map { #""v\#($0)""# }.joined(separator: ",") + "]}"
        ),
        (
            "elements that must differ",
            #"{"type": "array", "uniqueItems": true, "minItems": 60, "items": {"type": "integer"}}"#,
            #"{"type": "array", "contains": {"type": "string"}, "minContains": 3}"#
        ),
        (
            "much to contain",
            #"{"type": "array", "allOf": [{"contains": {"minimum": 1}, "minContains": 9, "maxContains": 11}, {"contains": {"maximum": 4}, "minContains": 8, "maxContains": 12}]}"#,
            #"{"type": "array", "maxItems": 8}"#
        ),
    ]

    @Test("it ends, and what it answers is true", arguments: pairs.map(\.what))
    func pair(what: String) throws {
        let pair = try #require(Self.pairs.first { $0.what == what })
        let old = try Judging.schema(pair.old)
        let new = try Judging.schema(pair.new)
        let start = ContinuousClock.now
        for direction in [SchemaCompatibility.Direction.backward, .forward] {
            let (writer, reader) = direction == .backward ? (old, new) : (new, old)
            let answer = SchemaCompatibility.answer(old: old, new: new, direction: direction)
            if case .incompatible(let example) = answer {
                #expect(try Judging.isValid(example.document, writer))
                #expect(try !Judging.isValid(example.document, reader))
            }
        }
        #expect(ContinuousClock.now - start < Self.limit)
    }

    @Test("strings that Unicode calls equivalent are different strings")
    func equivalentStrings() throws {
        let composed = try Judging.schema(#"{"const": "\u00e9"}"#)
        let decomposed = try Judging.schema(#"{"const": "e\u0301"}"#)
        #expect(!SchemaCompatibility.answer(old: composed, new: decomposed).isCompatible)
        let member = try Judging.schema(#"{"required": ["\u00e9"], "type": "object"}"#)
        let other = try Judging.schema(#"{"required": ["e\u0301"], "type": "object"}"#)
        #expect(!SchemaCompatibility.answer(old: member, new: other).isCompatible)
    }
}
