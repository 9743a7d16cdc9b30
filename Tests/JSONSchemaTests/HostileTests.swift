import JSONDocument
import JSONSchema
import Testing

/// Schemas and documents made to take time or memory.
@Suite("Hostile input")
struct HostileTests {
    private let limit = Duration.seconds(5)

    private func nested(_ depth: Int, _ inner: String = "1") -> String {
        String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
    }

    @Test("references that multiply at each step are judged in linear time")
    func doublingReferences() throws {
        var definitions: [String] = []
        for level in 0..<15 {
            let next = ##"{"$ref": "#/$defs/d\##(level + 1)"}"##
            definitions.append(
                #""d\#(level)": {"allOf": [\#(next), \#(next), \#(next), \#(next)], "minimum": 0, "maximum": 9, "not": {"const": 3}}"#
            )
        }
        definitions.append(#""d15": {"minimum": 1}"#)
        let schema = try Judging.schema(
            ##"{"$ref": "#/$defs/d0", "$defs": {"## + definitions.joined(separator: ",") + "}}")
        let start = ContinuousClock.now
        #expect(try Judging.isValid("5", schema))
        #expect(try !Judging.isValid("0", schema))
        #expect(try !Judging.findings("0", schema).isEmpty)
        #expect(ContinuousClock.now - start < limit)
    }

    @Test("alternatives that double at each level of a document are judged in linear time")
    func doublingAlternatives() throws {
        let schema = try Judging.schema(
            ##"{"anyOf": [{"items": {"$ref": "#"}, "minItems": 9}, {"items": {"$ref": "#"}}], "not": {"const": 0}}"##)
        let start = ContinuousClock.now
        #expect(try Judging.isValid(nested(60), schema))
        #expect(try !Judging.isValid(nested(60, "0"), schema))
        #expect(try !Judging.findings(nested(60, "0"), schema).isEmpty)
        #expect(ContinuousClock.now - start < limit)
    }

    @Test("alternatives that double where evaluation is tracked end in bounded time")
    func doublingUnevaluated() throws {
        let schema = try Judging.schema(
            ##"{"anyOf": [{"items": {"$ref": "#"}, "minItems": 9}, {"prefixItems": [{"$ref": "#"}]}], "##
                + ##""unevaluatedItems": {"$ref": "#"}}"##)
        let start = ContinuousClock.now
        _ = try Judging.findings(nested(60), schema)
        #expect(ContinuousClock.now - start < limit)
    }

    @Test("the deepest document and the deepest schema allowed fit the stack")
    func depth() throws {
        var inner = ##"{"items": {"$ref": "#"}}"##
        for _ in 0..<15 { inner = #"{"anyOf": [\#(inner)]}"# }
        let schema = try Judging.schema(inner)
        #expect(try Judging.isValid(nested(63), schema))
        #expect(Judging.refusal(chain(of: 30)) == nil)
        #expect(Judging.refusal(chain(of: 200))?.code == .tooLarge)
    }

    private func chain(of length: Int) -> String {
        let links = (0..<length).map { ##""d\##($0)": {"$ref": "#/$defs/d\##($0 + 1)"}"## }
        return ##"{"$ref": "#/$defs/d0", "$defs": {"## + links.joined(separator: ",") + #", "d\#(length)": true}}"#
    }

    @Test(
        "patterns that ruin backtracking matchers take linear time",
        arguments: ["^(a+)+$", "(a|a)*b", "^(.*)*x$", "(a*)*c"])
    func patterns(_ pattern: String) throws {
        let schema = try Judging.schema(#"{"pattern": "\#(pattern)"}"#)
        let document = "\"" + String(repeating: "a", count: 50_000) + "!\""
        let start = ContinuousClock.now
        #expect(try !Judging.isValid(document, schema))
        #expect(ContinuousClock.now - start < limit)
    }

    @Test(
        "patterns that would need much memory are refused",
        arguments: ["(a{1,1000}){1,1000}", "((((a{100}){100}){100}){100})", "a{1001}"])
    func largePatterns(_ pattern: String) {
        #expect(Judging.refusal(#"{"pattern": "\#(pattern)"}"#)?.code == .invalidPattern)
    }

    @Test("ten thousand unique elements take linear time, of strings, numbers and objects")
    func uniqueItems() throws {
        let schema = try Judging.schema(#"{"uniqueItems": true}"#)
        for element in [{ "\"element \($0)\"" }, { "\($0)" }, { "{\"a\": \($0), \"b\": [\($0)]}" }] as [(Int) -> String]
        {
            let elements = (0..<10_000).map(element)
            let start = ContinuousClock.now
            #expect(try Judging.isValid("[" + elements.joined(separator: ",") + "]", schema))
            #expect(try !Judging.isValid("[" + (elements + [elements[17]]).joined(separator: ",") + "]", schema))
            #expect(ContinuousClock.now - start < limit)
        }
    }

    @Test("an enum of twenty thousand values is looked up, not searched")
    func hugeEnum() throws {
        let values = (0..<20_000).map { "\"value \($0)\"" }
        let schema = try Judging.schema(#"{"items": {"enum": [\#(values.joined(separator: ","))]}}"#)
        let start = ContinuousClock.now
        #expect(try Judging.isValid("[" + values.joined(separator: ",") + "]", schema))
        #expect(try !Judging.isValid("[\"value x\"]", schema))
        #expect(ContinuousClock.now - start < limit)
    }

    @Test("an object flooded with unknown names takes linear time, and its findings stay within the cap")
    func manyMembers() throws {
        let schema = try Judging.schema(
            #"{"properties": {"a": true}, "patternProperties": {"^x-": true}, "additionalProperties": false}"#)
        let members = (0..<20_000).map { "\"name\($0)\": 1" }
        let document = "{" + members.joined(separator: ",") + "}"
        let start = ContinuousClock.now
        #expect(try !Judging.isValid(document, schema))
        #expect(try Judging.findings(document, schema).count == SchemaLimits.findingsMax)
        #expect(ContinuousClock.now - start < limit)
    }

    @Test(
        "a schema that is not what it seems is refused, never a crash",
        arguments: [
            "", "[]", "7", "\"x\"", #"{"$id": 7}"#, #"{"$anchor": "9"}"#, #"{"$ref": {}}"#, #"{"properties": []}"#,
            #"{"items": [{}]}"#, #"{"enum": 1}"#, #"{"required": "a"}"#, #"{"pattern": 1}"#, #"{"$schema": 1}"#,
            #"{"minimum": "1"}"#, #"{"maxItems": 1.5}"#, #"{"type": []}"#, #"{"type": [1]}"#,
            #"{"$defs": {"a": null}}"#,
            ##"{"$ref": "#/%zz"}"##, ##"{"$ref": "#/~2"}"##, ##"{"$ref": "#/$defs/0"}"##, ##"{"$ref": "#"}"##,
            ##"{"$dynamicRef": "#x"}"##, #"{"$id": "a#b"}"#, #"{"uniqueItems": 1}"#,
            #"{"dependentRequired": {"a": 1}}"#,
            #"{"pattern": "["}"#, #"{"pattern": "\\"}"#, #"{"pattern": "\\p{Nonsense}"}"#, #"{"pattern": "a{2,1}"}"#,
            #"{"pattern": "[\\d-x]"}"#,
        ])
    func nonsense(_ text: String) {
        #expect(Judging.refusal(text) != nil)
    }

    @Test("exponents of any length are judged", arguments: 1...40)
    func exponents(digits: Int) throws {
        let schema = try Judging.schema(#"{"type": "integer", "minimum": 1, "multipleOf": 3}"#)
        for sign in ["", "-", "+"] {
            for pattern in ["9", "1", "95"] {
                let number = "9e" + sign + String(repeating: pattern, count: digits).prefix(digits)
                let isValid = try Judging.isValid(number, schema)
                #expect(isValid == (sign != "-"), "\(number)")
                #expect(try Judging.findings(number, schema).isEmpty == isValid, "\(number)")
            }
        }
    }
}
