import JSONDocument
import JSONSchema
import Testing

@Suite("Findings")
struct FindingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let schema: String
        let document: String
        let findings: [String]

        var testDescription: String { "\(document) by \(schema)" }
    }

    private static let conveyance = #"""
        {"oneOf": [{"$ref": "#/$defs/sea"}, {"$ref": "#/$defs/road"}],
         "$defs": {
          "sea": {"type": "object", "properties": {"mode": {"const": "sea"}, "imo": {"type": "string"}},
                  "required": ["mode", "imo"], "additionalProperties": false},
          "road": {"type": "object", "properties": {"mode": {"const": "road"}, "plate": {"type": "string"}},
                   "required": ["mode", "plate"], "additionalProperties": false}}}
        """#

    private static let evaluation = #"""
        {"required": ["scheme"], "oneOf": [
          {"properties": {"info": {"enum": ["1", "2", "Y"]}, "scheme": {"const": "a"}}},
          {"properties": {"info": {"enum": ["X", "Y"]}, "scheme": {"const": "b"}}}]}
        """#

    static let rows: [Row] = [
        Row(
            schema: #"{"type": "object", "required": ["id", "kind"], "properties": {"id": {"type": "string"}}}"#,
            document: #"{"id": 7}"#,
            findings: [
                "1:1 required: the property 'kind' is missing", "1:8 type: 'id' must be a string, not a number",
            ]),
        Row(
            schema: #"{"properties": {"goods": {"items": {"required": ["hs"]}}}}"#,
            document: "{\"goods\": [{\"hs\": 1},\n {\"sh\": 1}]}",
            findings: ["2:2 required: in item 2 of 'goods': the property 'hs' is missing; is 'sh' meant to be it?"]),
        Row(
            schema: #"{"properties": {"unit": {"enum": ["kg", "pieces", "litres"]}}}"#,
            document: #"{"unit": "peices"}"#,
            findings: ["1:10 enum: 'unit' must be 'kg', 'pieces' or 'litres'; did you mean 'pieces'?"]),
        Row(
            schema: #"{"properties": {"container": true, "seals": true}, "additionalProperties": false}"#,
            document: #"{"contanier": 1, "colour": 2}"#,
            findings: [
                "1:2 additionalProperties: the property 'contanier' is not expected here; did you mean 'container'?",
                "1:18 additionalProperties: the property 'colour' is not expected here; expected 'container' or 'seals'",
            ]),
        // The constant chooses the alternative, not the longer list of a neighbour whose name comes first.
        Row(
            schema: evaluation, document: #"{"scheme": "a", "info": "9"}"#,
            findings: ["1:25 enum: 'info' must be '1', '2' or 'Y'"]),
        Row(
            schema: evaluation, document: #"{"scheme": "c", "info": "9"}"#,
            findings: ["1:12 oneOf: 'scheme' must be 'a' or 'b'"]),
        Row(
            schema: evaluation, document: #"{"info": "Y"}"#,
            findings: ["1:1 required: the property 'scheme' is missing"]),
        // One wrong value must not make its neighbours wrong as well.
        Row(
            schema:
                #"{"allOf": [{"properties": {"at": {"format": "date"}, "b": true}}], "unevaluatedProperties": false}"#,
            document: #"{"at": "2026-13-45", "b": 1}"#,
            findings: ["1:8 format: 'at' must be a date of RFC 3339, year-month-day, such as '2026-08-23'"]),
        Row(
            schema: #"{"properties": {"severity": {"type": "integer"}}, "#
                + #""if": {"properties": {"severity": {"minimum": 4}}}, "then": {"required": ["narrative"]}}"#,
            document: #"{"severity": "4"}"#,
            findings: ["1:14 type: 'severity' must be a whole number, not a string"]),
        Row(
            schema: conveyance, document: #"{"mode": "sea", "imo": 7}"#,
            findings: ["1:24 type: 'imo' must be a string, not a number"]),
        Row(
            schema: conveyance, document: #"{"mode": "raod", "plate": "x"}"#,
            findings: ["1:10 oneOf: 'mode' must be 'sea' or 'road'; did you mean 'road'?"]),
        Row(
            schema: conveyance, document: "7",
            findings: ["1:1 oneOf: the document must be an object, not a number"]),
        Row(
            schema: conveyance, document: #"{"plate": "x"}"#,
            findings: [
                "1:1 required: the property 'mode' is missing (of 2 alternatives, 'road' is nearest)"
            ]),
        Row(
            schema: #"{"anyOf": [{"type": "null"}, {"type": "string"}]}"#, document: "[]",
            findings: ["1:1 anyOf: the document must be a string or null, not an array"]),
        Row(
            schema: #"{"oneOf": [{"title": "A", "minimum": 1}, {"minimum": 0}, {"minimum": 9}]}"#, document: "5",
            findings: [
                "1:1 oneOf: the document fits 'A' and number 2 at once; it must fit exactly one of the 3 alternatives"
            ]),
        Row(
            schema: #"{"required": ["a", "b"], "dependentRequired": {"c": ["d", "e"]}}"#, document: #"{"c": 1}"#,
            findings: [
                "1:1 required: the property 'a' is missing", "1:1 required: the property 'b' is missing",
                "1:1 dependentRequired: 'd' is missing; it is required together with 'c'",
                "1:1 dependentRequired: 'e' is missing; it is required together with 'c'",
            ]),
        Row(
            schema: #"{"anyOf": [{"required": ["container"]}, {"required": ["vehicle"]}]}"#, document: "{}",
            findings: [
                "1:1 anyOf: at least one of the properties 'container' and 'vehicle' is required"
            ]),
        Row(
            schema: #"{"items": {"minimum": 1, "maximum": 5, "multipleOf": 0.5}}"#, document: "[0, 6, 1.2]",
            findings: [
                "1:2 minimum: item 1 must be at least 1", "1:5 maximum: item 2 must be at most 5",
                "1:8 multipleOf: item 3 must be a multiple of 0.5",
            ]),
        Row(
            schema: #"{"minLength": 3, "maxLength": 4}"#, document: #""abcdé""#,
            findings: ["1:1 maxLength: the document must have at most 4 characters, not 5"]),
        Row(
            schema: #"{"pattern": "^[A-Z]{2}$", "examples": ["NL"]}"#, document: #""nl""#,
            findings: ["1:1 pattern: the document must match the pattern ^[A-Z]{2}$, such as 'NL'"]),
        Row(
            schema: #"{"uniqueItems": true, "minItems": 4}"#, document: "[1, 2, 1.0]",
            findings: [
                "1:1 minItems: the document must have at least 4 items, not 3",
                "1:1 uniqueItems: items 1 and 3 of the document are equal; all must differ",
            ]),
        Row(
            schema: #"{"propertyNames": {"maxLength": 3}, "properties": {"secret": false}}"#,
            document: #"{"secret": 1}"#,
            findings: [
                "1:2 maxLength: the property name 'secret' must have at most 3 characters, not 6",
                "1:12 false: 'secret' is not allowed here",
            ]),
        Row(
            schema: #"{"dependentRequired": {"purity": ["substance"]}}"#, document: #"{"purity": 1}"#,
            findings: ["1:1 dependentRequired: 'substance' is missing; it is required together with 'purity'"]),
        Row(
            schema: #"{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}"#,
            document: #"{"a": 1}"#, findings: ["1:1 required: the property 'b' is missing"]),
        Row(
            schema: #"{"not": {"type": "null"}, "contains": {"const": 1}}"#, document: "[2]",
            findings: ["1:1 contains: the document must contain at least 1 item of the kind required, not 0"]),
    ]

    @Test("findings say what is wrong and what would be right, once", arguments: rows)
    func table(_ row: Row) throws {
        let schema = try Judging.schema(row.schema)
        let findings = try Judging.findings(row.document, schema)
        #expect(findings.map { "\($0.position) \($0.code): \($0.message)" } == row.findings)
    }

    @Test("a finding has its place in the document and in the schema")
    func places() throws {
        let schema = try Judging.schema(
            ##"{"$id": "https://customs.example/alert", "properties": {"goods": {"items": {"$ref": "#/$defs/goods"}}}, "##
                + ##""$defs": {"goods": {"properties": {"hs/code": {"type": "string"}}}}}"##)
        let document = #"{"goods": [{}, {"hs/code": 2}]}"#
        let finding = try #require(try Judging.findings(document, schema).first)
        #expect(finding.instanceLocation.description == "/goods/1/hs~1code")
        #expect(finding.keywordLocation.description == "/properties/goods/items/$ref/properties/hs~1code/type")
        #expect(
            finding.absoluteKeywordLocation == "https://customs.example/alert#/$defs/goods/properties/hs~1code/type")
        #expect(finding.byteOffset == 27)
        #expect(finding.position == JSONTextPosition(line: 1, column: 28))
    }

    @Test("no value of the document stands in a message")
    func secrecy() throws {
        let schema = try Judging.schema(
            #"{"properties": {"a": {"type": "string", "pattern": "^x$"}, "b": {"enum": ["x", "y"]}, "c": {"maximum": 1}}}"#
        )
        let document = #"{"a": "informant-7", "b": "informant-7", "c": 4242}"#
        let findings = try Judging.findings(document, schema)
        #expect(findings.count == 3)
        for finding in findings {
            #expect(!finding.message.contains("informant"))
            #expect(!finding.message.contains("4242"))
        }
    }

    @Test("long and strange names are cut and cleaned")
    func names() throws {
        let schema = try Judging.schema(#"{"additionalProperties": false}"#)
        let name = String(repeating: "n", count: 500)
        let finding = try #require(try Judging.findings(#"{"\u0007\#(name)": 1}"#, schema).first)
        #expect(finding.message.count < 160)
        #expect(!finding.message.contains("\u{7}"))
    }

    @Test("no more findings are collected than asked for", arguments: [1, 5, 100])
    func cap(_ max: Int) throws {
        let schema = try Judging.schema(#"{"items": {"type": "string"}}"#)
        let document = "[" + [String](repeating: "1", count: 1000).joined(separator: ",") + "]"
        #expect(try Judging.findings(document, schema, max: max).count == max)
    }
}
