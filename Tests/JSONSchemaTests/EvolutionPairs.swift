import JSONSchema
import Testing

/// Two versions of a schema, and what a person answers by hand.
struct EvolutionPair: Sendable, CustomTestStringConvertible {
    enum Expected: String, Sendable {
        case compatible, incompatible, undecided
    }

    let change: String
    let old: String
    let new: String
    let backward: Expected
    let forward: Expected

    var testDescription: String { change }

    init(_ change: String, _ old: String, _ new: String, _ backward: Expected, _ forward: Expected) {
        self.change = change
        self.old = old
        self.new = new
        self.backward = backward
        self.forward = forward
    }
}

extension EvolutionPair {
    static let all = types + numbers + strings + arrays + objects + combinations + beyond

    private static let types = [
        EvolutionPair("nothing changes", #"{"type": "string"}"#, #"{"type": "string"}"#, .compatible, .compatible),
        EvolutionPair(
            "a type is added", #"{"type": "string"}"#, #"{"type": ["string", "null"]}"#, .compatible, .incompatible),
        EvolutionPair(
            "a type is replaced", #"{"type": "string"}"#, #"{"type": "integer"}"#, .incompatible, .incompatible),
        EvolutionPair(
            "whole numbers become numbers", #"{"type": "integer"}"#, #"{"type": "number"}"#, .compatible,
            .incompatible),
        EvolutionPair(
            "a value is added to an enum", #"{"enum": ["A", "B"]}"#, #"{"enum": ["A", "B", "C"]}"#, .compatible,
            .incompatible),
        EvolutionPair(
            "an enum is closed over all booleans", #"{"enum": [true, false]}"#, #"{"type": "boolean"}"#, .compatible,
            .compatible),
        EvolutionPair(
            "a constant is written another way", #"{"const": 1}"#, #"{"const": 1.0}"#, .compatible, .compatible),
        EvolutionPair(
            "only annotations change", #"{"type": "string", "title": "A"}"#,
            #"{"type": "string", "title": "B", "description": "More", "examples": ["x"]}"#, .compatible, .compatible),
    ]

    private static let numbers = [
        EvolutionPair(
            "a lower bound falls", #"{"type": "number", "minimum": 1}"#, #"{"type": "number", "minimum": 0.5}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "a bound becomes exclusive", #"{"maximum": 10}"#, #"{"exclusiveMaximum": 10}"#, .incompatible,
            .compatible),
        EvolutionPair(
            "an exclusive bound of whole numbers is said inclusively",
            #"{"type": "integer", "exclusiveMaximum": 10}"#, #"{"type": "integer", "maximum": 9}"#, .compatible,
            .compatible),
        EvolutionPair(
            "a multiple becomes finer", #"{"multipleOf": 0.5}"#, #"{"multipleOf": 0.25}"#, .compatible,
            .incompatible),
        EvolutionPair(
            "two multiples become their common one", #"{"allOf": [{"multipleOf": 4}, {"multipleOf": 6}]}"#,
            #"{"multipleOf": 12}"#, .compatible, .compatible),
        EvolutionPair(
            "a range of whole numbers becomes an enum", #"{"type": "integer", "minimum": 1, "maximum": 3}"#,
            #"{"enum": [1, 2, 3]}"#, .compatible, .compatible),
    ]

    private static let strings = [
        EvolutionPair(
            "a string may be longer", #"{"type": "string", "maxLength": 10}"#, #"{"type": "string", "maxLength": 20}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "a pattern says what lengths said", #"{"type": "string", "minLength": 2, "maxLength": 2}"#,
            #"{"type": "string", "pattern": "^[^\\n\\r\\u2028\\u2029]{2}$"}"#, .incompatible, .compatible),
        EvolutionPair(
            "a pattern takes more characters", #"{"pattern": "^[A-Z]{2}[0-9]{3}$"}"#,
            #"{"pattern": "^[A-Z0-9]{5}$"}"#, .compatible, .incompatible),
        EvolutionPair(
            "a pattern loses its anchor", #"{"type": "string", "pattern": "^GT-"}"#,
            #"{"type": "string", "pattern": "GT-"}"#, .compatible, .incompatible),
        EvolutionPair(
            "alternatives of a pattern are written as repetition", #"{"pattern": "^(a|aa|aaa)$"}"#,
            #"{"pattern": "^a{1,3}$"}"#, .compatible, .compatible),
        EvolutionPair(
            "an enum becomes a pattern", #"{"enum": ["GT", "PA"]}"#, #"{"type": "string", "pattern": "^[A-Z]{2}$"}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "a format is dropped", #"{"type": "string", "format": "date"}"#, #"{"type": "string"}"#, .compatible,
            .incompatible),
    ]

    private static let arrays = [
        EvolutionPair(
            "more elements are allowed", #"{"items": {"type": "string"}, "maxItems": 2}"#,
            #"{"items": {"type": "string"}, "maxItems": 3}"#, .compatible, .incompatible),
        EvolutionPair(
            "elements may repeat", #"{"items": {"type": "string"}, "uniqueItems": true}"#,
            #"{"items": {"type": "string"}}"#, .compatible, .incompatible),
        EvolutionPair(
            "a tuple becomes a list",
            #"{"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}], "items": false}"#,
            #"{"type": "array", "items": {"type": "string"}, "maxItems": 2}"#, .compatible, .compatible),
        EvolutionPair(
            "one element must be of a kind", #"{"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 1}"#,
            #"{"type": "array", "contains": {"const": "a"}}"#, .incompatible, .incompatible),
        EvolutionPair(
            "all elements are of the kind that one must be",
            #"{"type": "array", "items": {"const": "a"}, "minItems": 1}"#,
            #"{"type": "array", "contains": {"const": "a"}}"#, .compatible, .incompatible),
        EvolutionPair(
            "three distinct of two values can never be",
            #"{"items": {"enum": [1, 2]}, "minItems": 3, "uniqueItems": true, "type": "array"}"#,
            "false", .compatible, .compatible),
    ]

    private static let objects = [
        EvolutionPair(
            "an optional member is added to a closed object",
            #"{"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}"#,
            #"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "additionalProperties": false}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "an optional member is added to an open object",
            #"{"type": "object", "properties": {"a": {"type": "string"}}}"#,
            #"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}"#,
            .incompatible, .compatible),
        EvolutionPair(
            "a member becomes required", #"{"type": "object", "properties": {"a": {}}}"#,
            #"{"type": "object", "properties": {"a": {}}, "required": ["a"]}"#, .incompatible, .compatible),
        EvolutionPair(
            "a required member becomes optional", #"{"type": "object", "required": ["a", "b"]}"#,
            #"{"type": "object", "required": ["a"]}"#, .compatible, .incompatible),
        EvolutionPair(
            "a member is renamed",
            #"{"properties": {"colour": {"type": "string"}}, "required": ["colour"], "additionalProperties": false}"#,
            #"{"properties": {"color": {"type": "string"}}, "required": ["color"], "additionalProperties": false}"#,
            .incompatible, .incompatible),
        EvolutionPair(
            "an object is opened",
            #"{"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": false}"#,
            #"{"type": "object", "properties": {"a": {"type": "integer"}}}"#, .compatible, .incompatible),
        EvolutionPair(
            "names get a pattern that all had",
            #"{"type": "object", "patternProperties": {"^x-[a-z]+$": {"type": "string"}}, "additionalProperties": false}"#,
            #"{"type": "object", "propertyNames": {"pattern": "^x-"}, "additionalProperties": {"type": "string"}}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "a dependency is added", #"{"type": "object", "properties": {"amount": {"type": "integer"}}}"#,
            #"{"type": "object", "properties": {"amount": {"type": "integer"}}, "dependentRequired": {"amount": ["currency"]}}"#,
            .incompatible, .compatible),
        EvolutionPair(
            "both members of a dependency become required", #"{"type": "object", "required": ["amount", "currency"]}"#,
            #"{"type": "object", "dependentRequired": {"amount": ["currency"]}}"#, .compatible, .incompatible),
        EvolutionPair(
            "fewer members are demanded than there must be", #"{"type": "object", "required": ["a", "b"]}"#,
            #"{"type": "object", "minProperties": 2}"#, .compatible, .incompatible),
    ]

    private static let combinations = [
        EvolutionPair(
            "an alternative is added", #"{"anyOf": [{"type": "string"}]}"#,
            #"{"anyOf": [{"type": "string"}, {"type": "integer"}]}"#, .compatible, .incompatible),
        EvolutionPair(
            "one of disjoint alternatives becomes any of them",
            #"{"oneOf": [{"properties": {"k": {"const": "a"}}, "required": ["k"], "type": "object"}, {"properties": {"k": {"const": "b"}}, "required": ["k"], "type": "object"}]}"#,
            #"{"anyOf": [{"properties": {"k": {"const": "a"}}, "required": ["k"], "type": "object"}, {"properties": {"k": {"const": "b"}}, "required": ["k"], "type": "object"}]}"#,
            .compatible, .compatible),
        EvolutionPair(
            "overlapping alternatives must be exclusive", #"{"anyOf": [{"minimum": 2}, {"multipleOf": 2}]}"#,
            #"{"oneOf": [{"minimum": 2}, {"multipleOf": 2}]}"#, .incompatible, .compatible),
        EvolutionPair(
            "a negation is said positively", #"{"type": "integer", "not": {"minimum": 5}}"#,
            #"{"type": "integer", "maximum": 4}"#, .compatible, .compatible),
        EvolutionPair(
            "a condition is said by alternatives",
            #"{"type": "object", "if": {"properties": {"k": {"const": 1}}, "required": ["k"]}, "then": {"required": ["a"]}, "else": {"required": ["b"]}}"#,
            #"{"type": "object", "anyOf": [{"required": ["a"], "properties": {"k": {"const": 1}}}, {"required": ["b"]}]}"#,
            .compatible, .incompatible),
        EvolutionPair(
            "a condition demands more of some",
            #"{"type": "object", "properties": {"k": {"enum": [1, 2]}}}"#,
            #"{"type": "object", "properties": {"k": {"enum": [1, 2]}}, "if": {"properties": {"k": {"const": 2}}, "required": ["k"]}, "then": {"required": ["a"]}}"#,
            .incompatible, .compatible),
        EvolutionPair(
            "a tree's leaves may be more",
            ##"{"$ref": "#/$defs/t", "$defs": {"t": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#/$defs/t"}}]}}}"##,
            ##"{"$ref": "#/$defs/t", "$defs": {"t": {"anyOf": [{"type": "number"}, {"type": "array", "items": {"$ref": "#/$defs/t"}}]}}}"##,
            .compatible, .incompatible),
        EvolutionPair(
            "a recursion is unrolled once",
            ##"{"type": "object", "properties": {"next": {"$ref": "#"}, "v": {"type": "string"}}, "additionalProperties": false}"##,
            ##"{"type": "object", "properties": {"next": {"type": "object", "properties": {"next": {"$ref": "#"}, "v": {"type": "string"}}, "additionalProperties": false}, "v": {"type": "string"}}, "additionalProperties": false}"##,
            .compatible, .compatible),
        EvolutionPair(
            "a definition moves",
            ##"{"properties": {"a": {"$ref": "#/$defs/x"}}, "$defs": {"x": {"type": "string", "minLength": 1}}}"##,
            #"{"properties": {"a": {"minLength": 1, "type": "string"}}}"#, .compatible, .compatible),
    ]

    private static let beyond = [
        EvolutionPair(
            "what is left over is closed as before",
            #"{"allOf": [{"properties": {"a": {"type": "string"}}}], "properties": {"b": {}}, "unevaluatedProperties": false, "type": "object"}"#,
            #"{"properties": {"a": {"type": "string"}, "b": {}}, "additionalProperties": false, "type": "object"}"#,
            .compatible, .compatible),
        EvolutionPair(
            "what is left over depends on an alternative",
            #"{"type": "object", "anyOf": [{"required": ["a"], "properties": {"a": {}}}, {"required": ["b"], "properties": {"b": {}}}], "unevaluatedProperties": false}"#,
            #"{"type": "object", "properties": {"a": {}, "b": {}}, "minProperties": 1, "additionalProperties": false}"#,
            .compatible, .compatible),
        EvolutionPair(
            "a format is replaced by another that accepts no example of it",
            #"{"type": "string", "format": "ipv4"}"#, #"{"type": "string", "format": "date"}"#, .incompatible,
            .incompatible),
        EvolutionPair(
            "a date gets the length that it has anyhow", #"{"type": "string", "format": "date"}"#,
            #"{"type": "string", "format": "date", "minLength": 10, "maxLength": 10}"#, .compatible, .compatible),
        EvolutionPair(
            "a date gets another pattern", #"{"type": "string", "format": "date"}"#,
            #"{"type": "string", "pattern": "^[0-9-]{10}$"}"#, .compatible, .incompatible),
        EvolutionPair(
            "a host name becomes one with letters beyond ASCII", #"{"type": "string", "format": "hostname"}"#,
            #"{"type": "string", "format": "idn-hostname"}"#, .undecided, .incompatible),
        EvolutionPair(
            "a pattern asks for Unicode letters", #"{"type": "string", "pattern": "^[a-z]+$"}"#,
            #"{"type": "string", "pattern": "^\\p{L}+$"}"#, .undecided, .incompatible),
        EvolutionPair(
            "an undecidable part stays as it is",
            #"{"properties": {"a": {"pattern": "^\\p{L}+$"}, "b": {"type": "integer"}}}"#,
            #"{"properties": {"a": {"pattern": "^\\p{L}+$"}, "b": {"type": "number"}}}"#, .compatible,
            .incompatible),
    ]
}
