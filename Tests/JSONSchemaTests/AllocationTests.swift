import CAllocations
import JSONDocument
import JSONSchema
import TestSupport
import Testing

/// Memory asked for while documents are read and judged, counted by the program's own `malloc`.
@Suite("Allocations", .serialized)
struct AllocationTests {
    private static let schema = ##"""
        {"type": "object", "required": ["id", "kind"],
         "allOf": [{"$ref": "#/$defs/header"}, {"if": {"properties": {"kind": {"const": "sea"}}},
                    "then": {"required": ["seals"]}}],
         "properties": {
          "seals": {"type": "array", "items": {"pattern": "^[A-Z]{2}[0-9]{3}$"}, "uniqueItems": true},
          "tags": {"items": {"pattern": "^[a-z-]{1,9}$"}, "uniqueItems": true, "maxItems": 40},
          "code": {"pattern": "^[0-9]{2}(\\.[0-9]{2}){0,2}$"},
          "level": {"enum": [1, 2, "three", null]}, "share": {"minimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.01},
          "big": {"maximum": 100000000000000000000000},
          "way": {"oneOf": [{"type": "object", "properties": {"mode": {"const": "air"}}, "required": ["mode"]},
                            {"type": "object", "properties": {"mode": {"const": "sea"}}, "required": ["mode"]}]},
          "either": {"anyOf": [{"type": "null"}, {"contains": {"const": 7}, "minContains": 1}]},
          "extra": {"patternProperties": {"^x-": {"type": "string", "maxLength": 9}}, "additionalProperties": false},
          "nested": {"properties": {"a": true}, "anyOf": [{"properties": {"b": true}}], "unevaluatedProperties": false}
         },
         "unevaluatedProperties": false,
         "$defs": {"header": {"properties": {"id": {"format": "uuid"}, "kind": {"enum": ["sea", "air"]},
          "at": {"format": "date-time"}, "mail": {"format": "email"}, "link": {"format": "uri"}}}}}
        """##

    private static let document = #"""
        {"id": "2eb8aa08-aa98-11ea-b4aa-73b441d16380", "kind": "s\u0065a", "at": "2026-08-23T10:15:00.5+02:00",
         "mail": "desk@customs.example", "link": "https://customs.example/a?b=c#d", "seals": ["AB123", "CD\u003456"],
         "tags": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k-l"], "code": "12.34.56", "level": "three",
         "share": 0.25, "big": 99999999999999999999999, "way": {"mode": "sea"}, "either": [1, 7.0],
         "extra": {"x-a": "é\n", "x-b": "ü"}, "nested": {"a": 1, "b": 2}}
        """#

    private func allocations(_ schema: CompiledSchema, _ texts: [[UInt8]]) throws -> UInt64 {
        var document = JSONDocument()
        var validator = SchemaValidator()
        var counted: UInt64 = 0
        // The first rounds find out how much memory the documents need.
        for _ in 0..<3 {
            counted = 0
            for text in texts {
                let isValid = try text.withUnsafeBytes { bytes in
                    // Counted around the calls alone: a loop that the compiler does not optimise allocates, too.
                    let before = allocations_of_this_thread()
                    let verdict = validator.isValid(try document.parse(bytes), against: schema)
                    counted += allocations_of_this_thread() - before
                    return verdict
                }
                guard isValid else { throw Refused() }
            }
        }
        return counted
    }

    private struct Refused: Error {}

    @Test("the counter counts")
    func counter() {
        let before = allocations_of_this_thread()
        var lists: [[Int]] = []
        for length in 1..<10 { lists.append(Array(repeating: 7, count: length)) }
        #expect(lists.count == 9)
        #expect(allocations_of_this_thread() - before >= 9)
    }

    @Test("a valid document takes no allocation, whichever keywords judge it")
    func ownDocument() throws {
        let schema = try CompiledSchema(Array(Self.schema.utf8))
        #expect(try allocations(schema, [Array(Self.document.utf8)]) == 0)
    }

    @Test(
        "500 valid documents of the public workload take no allocation",
        .enabled(if: SharedData.has("bench/alert_documents.py") && Oracle.python != nil, "needs bench, python3"))
    func publicDocuments() throws {
        let schema = try CompiledSchema(SharedData.bytes("bench/alert_documents.schema.json"))
        let texts = try Oracle.alertDocuments().prefix(500)
        #expect(try allocations(schema, Array(texts)) == 0)
    }
}
