import JSONSchema
import Testing

@Suite("Shapes: what a schema allows at a place")
struct ShapeTests {
    private let schema: CompiledSchema

    init() throws {
        schema = try Judging.schema(
            ##"""
            {
              "type": "object", "required": ["kind"],
              "properties": {
                "kind": {"enum": ["seizure", "lookout"]},
                "goods": {"type": "array", "maxItems": 50, "items": {"$ref": "#/$defs/goods"}},
                "conveyance": {"oneOf": [{"$ref": "#/$defs/sea"}, {"$ref": "#/$defs/road"}]},
                "lab": {"anyOf": [{"type": "null"}, {"type": "object", "properties": {"at": {"format": "date"}}}]}
              },
              "if": {"properties": {"kind": {"const": "lookout"}}},
              "then": {"properties": {"until": {"type": "string"}}},
              "else": {"properties": {"until": {"type": "integer"}}},
              "unevaluatedProperties": false,
              "$defs": {
                "goods": {"type": "object", "properties": {"hs": {"type": "string", "maxLength": 10},
                          "parent": {"$ref": "#/$defs/goods"}}, "additionalProperties": false, "required": ["hs"]},
                "sea": {"properties": {"mode": {"const": "sea"}, "imo": {"type": "string"}},
                        "additionalProperties": false},
                "road": {"properties": {"mode": {"const": "road"}, "axles": {"type": "integer"}},
                         "patternProperties": {"^x-": {"type": "boolean"}}, "additionalProperties": false}
              }
            }
            """##)
    }

    @Test("types, constants and bounds are found through references and arrays")
    func descent() {
        let hs = schema.shape.property("goods")?.items?.property("hs")
        #expect(hs?.types == .string)
        #expect(hs?.lengthMax == 10)
        #expect(hs?.constants == nil)
        #expect(schema.shape.property("goods")?.itemsMax == 50)
        #expect(schema.shape.property("kind")?.stringConstants == ["seizure", "lookout"])
        #expect(schema.shape.requires("kind"))
        #expect(!schema.shape.requires("goods"))
    }

    @Test("alternatives are united")
    func alternatives() {
        let conveyance = schema.shape.property("conveyance")
        #expect(conveyance?.property("mode")?.stringConstants == ["sea", "road"])
        #expect(conveyance?.property("imo")?.types == .string)
        #expect(conveyance?.property("axles")?.types == .integer)
        #expect(conveyance?.property("x-note")?.types == .boolean)
        #expect(conveyance?.propertyNames == ["axles", "imo", "mode"])
        #expect(schema.shape.property("lab")?.types == [.null, .object])
        #expect(schema.shape.property("lab")?.property("at")?.formats == ["date"])
        #expect(schema.shape.property("until")?.types == [.string, .integer])
    }

    @Test("what no valid document has does not exist")
    func absence() {
        #expect(schema.shape.property("contanier") == nil)
        #expect(schema.shape.property("goods")?.items?.property("sh") == nil)
        #expect(schema.shape.property("conveyance")?.property("plate") == nil)
        #expect(schema.shape.items == nil)
        #expect(schema.shape.property("kind")?.property("x") == nil)
        #expect(!schema.shape.declares("contanier"))
    }

    @Test("recursive schemas may be descended for ever")
    func recursion() {
        var shape = schema.shape.property("goods")?.items
        for _ in 0..<100 { shape = shape?.property("parent") }
        #expect(shape?.property("hs")?.types == .string)
    }

    @Test("recursive alternatives do not multiply")
    func multiplication() throws {
        let schema = try Judging.schema(
            ##"{"anyOf": [{"properties": {"a": {"allOf": [{"$ref": "#"}], "minProperties": 1}}, "type": "object"}, "##
                + ##"{"properties": {"a": {"allOf": [{"$ref": "#"}], "maxProperties": 9}}, "type": "object"}]}"##)
        var shape: SchemaShape? = schema.shape
        for _ in 0..<200 { shape = shape?.property("a") }
        #expect(shape != nil)
    }

    @Test("an open object may have any property, but declares only some")
    func openObjects() throws {
        let open = try Judging.schema(#"{"properties": {"a": {"type": "string"}}}"#).shape
        #expect(open.types == .all)
        #expect(open.property("b")?.types == .all)
        #expect(open.declares("a"))
        #expect(!open.declares("b"))
    }

    @Test(
        "bounds of numbers are told as whole numbers that none is beyond",
        arguments: [
            (#"{"minimum": 0, "maximum": 100}"#, 0, 100), (#"{"exclusiveMinimum": 0, "exclusiveMaximum": 10}"#, 0, 10),
            (#"{"minimum": -0.5, "maximum": 0.5}"#, -1, 1), (#"{"minimum": 3}"#, 3, nil),
            (#"{"maximum": -3}"#, nil, -3),
            (#"{"maximum": 1e300}"#, nil, nil), (#"{"minimum": -9223372036854775808}"#, nil, nil),
            (#"{"minimum": -9223372036854774784.0}"#, nil, nil),
            (#"{"anyOf": [{"minimum": 1, "maximum": 2}, {"minimum": 5, "maximum": 9}]}"#, 1, 9),
            (#"{"anyOf": [{"minimum": 1}, {"maximum": 9}]}"#, nil, nil),
            (#"{"allOf": [{"minimum": 1}, {"minimum": 5, "maximum": 9}]}"#, 5, 9),
            (#"{"maximum": 0.1}"#, nil, 1), (#"{"maximum": 4503599627370495.9}"#, nil, 4_503_599_627_370_497),
            ("true", nil, nil),
        ] as [(String, Int?, Int?)])
    func numberBounds(text: String, min: Int?, max: Int?) throws {
        let schema = try CompiledSchema(Array(text.utf8))
        #expect(schema.shape.numberMin == min)
        #expect(schema.shape.numberMax == max)
    }
}
