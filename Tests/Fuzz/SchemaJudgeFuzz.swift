// A libFuzzer target: any document is judged by a schema of all keywords, and the findings agree with the verdict. An
// input is a document; or a schema and a document, with a line end that is no JSON white space between: a byte 0x1E.
// Built and run by `make fuzz`.
import JSONDocument
import JSONSchema

private let everything = ##"""
    {"$id": "https://example.org/everything", "$defs": {
      "leaf": {"type": ["string", "number", "null"], "minLength": 1, "maxLength": 9, "minimum": -5, "maximum": 1e3},
      "list": {"type": "array", "items": {"$ref": "#/$defs/node"}, "uniqueItems": true, "maxItems": 12,
               "contains": {"type": "string"}, "minContains": 0},
      "tree": {"$dynamicAnchor": "node", "type": "object", "properties": {"left": {"$dynamicRef": "#node"},
               "right": {"$ref": "#/$defs/tree"}, "value": {"multipleOf": 0.5}}, "unevaluatedProperties": false},
      "node": {"anyOf": [{"$ref": "#/$defs/leaf"}, {"$ref": "#/$defs/list"}, {"$ref": "#/$defs/tree"}]}},
     "type": "object",
     "properties": {"a": {"$ref": "#/$defs/node"}, "b": {"$ref": "#/$defs/tree"}, "c": {"$ref": "#/$defs/list"},
      "kind": {"enum": ["a", "b", 3, null, {"x": [1]}]}, "id": {"pattern": "^[A-Z]{2}[0-9]{3}$"},
      "words": {"prefixItems": [{"pattern": "^[a-z-]{1,9}$"}, {"pattern": "(x+x+)+y"}], "unevaluatedItems": false},
      "when": {"format": "date-time"}, "uuid": {"format": "uuid"}, "link": {"format": "uri"}, "mail": {"format": "email"},
      "host": {"format": "idn-hostname"}, "way": {"oneOf": [
        {"properties": {"mode": {"const": "sea"}, "imo": {"type": "string"}}, "required": ["mode", "imo"]},
        {"properties": {"mode": {"const": "air"}}, "required": ["mode"], "additionalProperties": false}]}},
     "patternProperties": {"^x-": {"not": {"type": "object"}}}, "propertyNames": {"maxLength": 20},
     "dependentRequired": {"a": ["kind"]}, "dependentSchemas": {"b": {"required": ["id"]}},
     "if": {"required": ["a"]}, "then": {"minProperties": 2}, "else": {"maxProperties": 9},
     "unevaluatedProperties": {"type": "boolean"}}
    """##

private let schema = try? CompiledSchema(Array(everything.utf8), name: "everything")

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchemaJudge(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let schema else { preconditionFailure("the schema of the target is refused") }
    guard let cut = input.firstIndex(of: 0x1E) else {
        judge(Array(input), schema)
        return 0
    }
    let options = SchemaOptions(allowsUnknownFormats: true)
    if let own = try? CompiledSchema(Array(input[..<cut]), name: "fuzz", options: options) {
        judge(Array(input[(cut + 1)...]), own)
    }
    return 0
}

private func judge(_ text: [UInt8], _ schema: CompiledSchema) {
    guard let document = try? JSONDocument(parsing: text) else { return }
    var validator = SchemaValidator()
    let verdict = validator.isValid(document.tape, against: schema)
    let findings = validator.findings(document.tape, against: schema)
    precondition(findings.isEmpty == verdict, "the findings disagree with the verdict")
    for finding in findings {
        precondition(finding.byteOffset <= text.count && !finding.message.isEmpty)
        precondition(finding.code == "work" || !finding.absoluteKeywordLocation.isEmpty)
    }
}
