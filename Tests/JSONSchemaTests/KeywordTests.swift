import JSONSchema
import Testing

/// What the official suite does not ask, or asks only among much else.
@Suite("Keywords")
struct KeywordTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let schema: String
        let valid: [String]
        let invalid: [String]

        var testDescription: String { schema }
    }

    static let rows: [Row] = [
        // Numbers are compared as decimals, however they are written and however long they are.
        Row(schema: #"{"type": "integer"}"#, valid: ["1", "1.0", "1e3", "10e-1", "-0.0"], invalid: ["1.5", "1e-1"]),
        Row(
            schema: #"{"type": "integer"}"#, valid: ["123456789012345678901234567890", "1.5e1"],
            invalid: ["123456789012345678901234567890.5", "1.55e1"]),
        Row(
            schema: #"{"minimum": 0.1}"#, valid: ["0.1", "1e-1", "1"], invalid: ["0.09999999999999999999", "0", "-1"]),
        Row(
            schema: #"{"maximum": 9007199254740993}"#, valid: ["9007199254740993", "9007199254740993.0"],
            invalid: ["9007199254740993.5", "9007199254740994", "1e17"]),
        Row(
            schema: #"{"exclusiveMaximum": 0.30000000000000004}"#, valid: ["0.3", "0.30000000000000003"],
            invalid: ["0.30000000000000004", "0.300000000000000040", "0.5"]),
        Row(
            schema: #"{"multipleOf": 0.01}"#, valid: ["0.07", "4.35", "19.99", "1e2", "1e308", "0", "-0.01"],
            invalid: ["0.075", "4.355", "1e-3"]),
        Row(
            schema: #"{"multipleOf": 7}"#, valid: ["14", "-21", "7e0", "770000000000000000000000000000"],
            invalid: ["15", "770000000000000000000000000001", "7.5"]),
        Row(
            schema: #"{"const": 1}"#, valid: ["1", "1.0", "100e-2"],
            invalid: ["1.0000000000000000001", "true", "\"1\""]),
        // Lengths count code points, whatever the bytes and escapes.
        Row(
            schema: #"{"minLength": 2, "maxLength": 3}"#,
            valid: [#""ab""#, #""äöü""#, #""\u00e4\u00f6""#, #""😀😀""#, #""\ud83d\ude00\ud83d\ude00""#],
            invalid: [#""a""#, #""abcd""#, #""😀""#, #""\ud83d\ude00""#, #""äöüß""#]),
        // Constants are equal by value, not by spelling.
        Row(
            schema: #"{"enum": ["kg", "naïve", {"a": [1, 2], "b": null}, 3]}"#,
            valid: [#""kg""#, #""\u006bg""#, #""na\u00efve""#, #"{"b": null, "a": [1.0, 2e0]}"#, "3.0"],
            invalid: [#""KG""#, #"{"a": [2, 1], "b": null}"#, #"{"a": [1, 2]}"#, "null"]),
        Row(
            schema: #"{"enum": ["a name of more than sixteen bytes", "a name of MORE than sixteen bytes"]}"#,
            valid: [#""a name of more than sixteen bytes""#, #""a name of MORE than sixteen bytes""#],
            invalid: [#""a name of mOre than sixteen bytes""#, #""a name of more than sixteen byte""#]),
        Row(
            schema: #"{"uniqueItems": true}"#, valid: ["[1, \"1\", true, [1]]", "[[1, 2], [2, 1]]"],
            invalid: ["[1, 1.0]"]),
        Row(
            schema: #"{"uniqueItems": true}"#, valid: ["[1,2,3,4,5,6,7,8,9,10]"],
            invalid: ["[1,2,3,4,5,6,7,8,9,1e0]", #"[{"a":1,"b":2},3,4,5,6,7,8,9,{"b":2,"a":1}]"#, #"["a","\u0061"]"#]),
        // Names are found by their content, too.
        Row(
            schema: #"{"properties": {"hs": {"type": "string"}}, "additionalProperties": false, "required": ["hs"]}"#,
            valid: [#"{"hs": "x"}"#, #"{"\u0068s": "x"}"#, "7"],
            invalid: [#"{"hs": 1}"#, #"{"\u0068s": 1}"#, "{}", #"{"hs": "x", "hx": 1}"#]),
        Row(
            schema: #"{"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}}"#,
            valid: [#"{"a": 1, "b": 0}"#, #"{"a": 2}"#, "{}"], invalid: [#"{"a": 1}"#]),
        Row(
            schema: #"{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}"#,
            valid: [#"{"a": 1}"#, "{}"], invalid: [#"{"b": 1}"#, #"{"a": 1, "b": 1}"#]),
        Row(
            schema:
                #"{"anyOf": [{"properties": {"a": {"const": 1}}}, {"required": ["b"], "properties": {"b": true}}], "#
                + #""unevaluatedProperties": false}"#,
            valid: [#"{"a": 1}"#, #"{"a": 1, "b": 1}"#, #"{"b": 1}"#], invalid: [#"{"a": 2, "b": 1}"#, #"{"c": 1}"#]),
        Row(
            schema: #"{"contains": {"type": "string"}, "minContains": 2, "maxContains": 3, "unevaluatedItems": false}"#,
            valid: [#"["a", "b"]"#], invalid: [#"["a"]"#, #"["a", "b", 1]"#, #"["a", "b", "c", "d"]"#]),
        Row(
            schema: ##"{"$ref": "#/$defs/tree", "$defs": {"tree": {"properties": {"next": {"$ref": "#/$defs/tree"}}, "##
                + #""additionalProperties": false}}}"#,
            valid: [#"{"next": {"next": {}}}"#], invalid: [#"{"next": {"next": {"x": 1}}}"#]),
    ]

    @Test("documents are judged as their schema says", arguments: rows)
    func table(_ row: Row) throws {
        let schema = try Judging.schema(row.schema)
        for document in row.valid {
            #expect(try Judging.isValid(document, schema), "\(document)")
            #expect(try Judging.findings(document, schema) == [], "\(document)")
        }
        for document in row.invalid {
            #expect(try !Judging.isValid(document, schema), "\(document)")
            #expect(try !Judging.findings(document, schema).isEmpty, "\(document)")
        }
    }

    @Test("objects of more names than a machine word has bits are judged alike", arguments: [40, 62, 63, 64, 65, 200])
    func manyNames(_ count: Int) throws {
        let names = (0..<count).map { "property\($0)" }
        let properties = names.map { #""\#($0)": {"type": "integer"}"# }.joined(separator: ",")
        let required = names.map { "\"\($0)\"" }.joined(separator: ",")
        let schema = try Judging.schema(
            #"{"properties": {\#(properties)}, "required": [\#(required)], "additionalProperties": false}"#)
        func document(_ values: [String]) -> String {
            "{" + zip(names, values).map { "\"\($0)\": \($1)" }.joined(separator: ",") + "}"
        }
        let ones = [String](repeating: "1", count: count)
        #expect(try Judging.isValid(document(ones), schema))
        for wrong in [0, count / 2, count - 1] {
            var values = ones
            values[wrong] = "\"1\""
            #expect(try !Judging.isValid(document(values), schema), "property\(wrong) is a string")
            #expect(try !Judging.isValid(document(ones).replacing("\"property\(wrong)\"", with: "\"x\""), schema))
        }
        #expect(try !Judging.isValid(document(ones).replacing("{", with: "{\"x\": 1,"), schema))
        #expect(try !Judging.isValid(document(Array(ones.dropLast())), schema))
    }

    @Test("a validator judges one document after another, by one schema and another")
    func reuse() throws {
        let strings = try Judging.schema(#"{"type": "string"}"#)
        let objects = try Judging.schema(#"{"required": ["a"]}"#)
        #expect(try Judging.isValid("\"x\"", strings))
        #expect(try !Judging.isValid("{}", objects))
        #expect(try Judging.isValid(#"{"a": 1}"#, objects))
        #expect(try !Judging.isValid(#"{"a": 1}"#, strings))
    }
}
