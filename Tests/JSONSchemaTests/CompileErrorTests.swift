import JSONDocument
import JSONSchema
import Testing

@Suite("Refused schemas")
struct CompileErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let schema: String
        let refusal: String

        var testDescription: String { schema }
    }

    static let rows: [Row] = [
        Row(schema: "{", refusal: "test.json:1:2: the text ends here; expected a member name in double quotes (at #)"),
        Row(
            schema: #"{"type": "strnig"}"#,
            refusal: "test.json:1:10: there is no type 'strnig'; did you mean 'string'? (at #/type)"),
        Row(
            schema: #"{"type": "file"}"#,
            refusal:
                "test.json:1:10: there is no type 'file'; expected 'null', 'boolean', 'object', 'array', 'number', "
                + "'string' or 'integer' (at #/type)"),
        Row(
            schema: #"{"properties": {"a": {"minLength": -1}}}"#,
            refusal: #"test.json:1:36: "minLength" must be a whole number of at least 0 (at #/properties/a/minLength)"#),
        Row(
            schema: #"{"properties": {"a": 1}}"#,
            refusal: "test.json:1:22: a schema must be an object, true or false (at #/properties/a)"),
        Row(
            schema: #"{"required": ["a", "b", "a"]}"#,
            refusal: #"test.json:1:25: "required" must not name 'a' twice (at #/required/2)"#),
        Row(
            schema: #"{"multipleOf": 0}"#,
            refusal: #"test.json:1:16: "multipleOf" must be greater than 0 (at #/multipleOf)"#),
        Row(
            schema: #"{"allOf": []}"#,
            refusal: #"test.json:1:11: "allOf" must be an array of at least one schema (at #/allOf)"#),
        Row(
            schema: ##"{"$ref": "#/$defs/sorce", "$defs": {"source": {}}}"##,
            refusal:
                "test.json:1:10: the reference leads nowhere: there is no 'sorce' at #/$defs; did you mean 'source'? "
                + "(at #/$ref)"),
        Row(
            schema: "{\n  \"items\": {\"$ref\": \"https://customs.example/none\"}\n}",
            refusal:
                "test.json:2:21: no schema with the URI 'https://customs.example/none' is registered; add its file, "
                + "or correct the reference (at #/items/$ref)"),
        Row(
            schema: ##"{"$ref": "#goods", "$defs": {"a": {"$anchor": "good"}}}"##,
            refusal: "test.json:1:10: no anchor 'goods' in schema:///test.json; did you mean 'good'? (at #/$ref)"),
        Row(
            schema: ##"{"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"##,
            refusal:
                "test.json:1:67: following the references from here leads back to #/$defs/a without descending into "
                + "the document; a reference to a schema that contains it must stand below \"properties\", \"items\" or "
                + "the like (at #/$defs/b/$ref)"),
        Row(
            schema: #"{"format": "date-tme"}"#,
            refusal: "test.json:1:12: the format 'date-tme' is not known; did you mean 'date-time'? (at #/format)"),
        Row(
            schema: #"{"pattern": "^(a"}"#,
            refusal:
                "test.json:1:13: not a regular expression of ECMA-262: '(' without ')', at character 4 (at #/pattern)"),
        Row(
            schema: #"{"pattern": "^(?=a)b$"}"#,
            refusal:
                "test.json:1:13: '(?=…)', a look-around cannot be matched in linear time; say it with \"allOf\" and "
                + "several patterns, or with \"not\" (at #/pattern)"),
        Row(
            schema: #"{"patternProperties": {"(a)\\1": true}}"#,
            refusal:
                "test.json:1:24: a back-reference cannot be matched in linear time; say it with \"allOf\" and several "
                + "patterns, or with \"not\" (at #/patternProperties/(a)\\1)"),
        Row(
            schema: #"{"$schema": "http://json-schema.org/draft-07/schema#"}"#,
            refusal: "test.json:1:13: the metaschema 'http://json-schema.org/draft-07/schema' is not known; expected "
                + "\"https://json-schema.org/draft/2020-12/schema\" (at #/$schema)"),
        Row(
            schema: #"{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}"#,
            refusal: "test.json:1:36: another schema already has the \"$id\" schema:///x (at #/$defs/b)"),
    ]

    @Test("a refusal names the place, what is wrong and what would be right", arguments: rows)
    func table(_ row: Row) {
        #expect(Judging.refusal(row.schema)?.description == row.refusal)
    }

    @Test("a misspelt keyword is a warning, as the standard lets it stand")
    func warning() throws {
        let schema = try Judging.schema(#"{"requried": ["a"], "x-origin": "here"}"#)
        #expect(
            schema.warnings.map(\.description) == [
                "test.json:1:2: unknown keyword 'requried', which asserts nothing; did you mean 'required'? (at #/requried)"
            ])
    }

    @Test("formats that are not asserted need not be known")
    func annotatedFormat() throws {
        let schema = try Judging.schema(#"{"format": "unheard-of"}"#, options: .annotatingFormats)
        #expect(try Judging.isValid("\"x\"", schema))
    }

    @Test("references between files are resolved from the registry, and files with one identifier refused")
    func registry() throws {
        var registry = SchemaRegistry()
        let goods = #"{"$id": "https://customs.example/goods", "type": "object", "required": ["hs"]}"#
        try registry.add(Array(goods.utf8), name: "goods.json")
        let alert = #"{"$id": "https://customs.example/alert", "properties": {"goods": {"$ref": "goods"}}}"#
        let uri = try registry.add(Array(alert.utf8), name: "alert.json")
        #expect(uri == "https://customs.example/alert")
        let schema = try registry.compile(uri)
        #expect(try Judging.isValid(#"{"goods": {"hs": "2402"}}"#, schema))
        let finding = try #require(try Judging.findings(#"{"goods": {}}"#, schema).first)
        #expect(finding.keywordLocation.description == "/properties/goods/$ref/required")
        #expect(finding.absoluteKeywordLocation == "https://customs.example/goods#/required")
        #expect(throws: SchemaCompileError.self) { try registry.add(Array(goods.utf8), name: "copy.json") }
        #expect(throws: SchemaCompileError.self) { try registry.compile("https://customs.example/other") }
    }

    @Test("the metaschema judges schemas, itself among them")
    func metaschema() throws {
        let uri = "https://json-schema.org/draft/2020-12/schema"
        let schema = try SchemaRegistry().compile(uri)
        #expect(try Judging.isValid(#"{"type": "string"}"#, schema))
        #expect(try !Judging.isValid(#"{"type": "strnig"}"#, schema))
        #expect(try !Judging.isValid(#"{"properties": {"a": {"minimum": "1"}}}"#, schema))
    }
}
