internal import JSONDocument

/// One schema with its keywords read and checked, references resolved: a node of the graph that the judge is compiled
/// from, that findings are collected on, and that a shape looks into.
///
/// `Int`s that stand for schemas are indices into the graph.
final class Subschema: @unchecked Sendable {
    // Unchecked: written by the reader of its keywords only, before the graph is shared. A class, as copying so many
    // fields costs more than all else in the search for findings.

    /// Where it stands.
    let place: SchemaPlace
    /// The resource it belongs to.
    let resource: Int
    /// For the schemas `true` and `false`.
    var boolean: Bool?

    var types: JSONTypes?
    /// `enum`, or `const` as a list of one.
    var constantLists: [ConstantList] = []
    var numbers = NumberKeywords()
    var strings = StringKeywords()
    var arrays = ArrayKeywords()
    var objects = ObjectKeywords()

    /// `$ref` and `$dynamicRef`, which both mean one known schema by now.
    var references: [Applied] = []
    var allOf: [Int] = []
    var anyOf: [Int] = []
    var oneOf: [Int] = []
    var not: Int?
    var condition: Int?
    var then: Int?
    var otherwise: Int?

    init(place: SchemaPlace, resource: Int) {
        self.place = place
        self.resource = resource
    }

    struct ConstantList: Sendable {
        let keyword: String
        let values: [JSONNode]
    }

    /// A schema that a keyword applies.
    struct Applied: Sendable {
        let keyword: String
        let schema: Int
    }

    struct NamedSchema: Sendable {
        let name: String
        let schema: Int
    }

    struct NumberKeywords: Sendable {
        var minimum: JSONNode?
        var maximum: JSONNode?
        var exclusiveMinimum: JSONNode?
        var exclusiveMaximum: JSONNode?
        var multipleOf: JSONNode?
    }

    struct StringKeywords: Sendable {
        var lengthMin: Int?
        var lengthMax: Int?
        /// Index into the graph's patterns.
        var pattern: Int?
        /// Index into the graph's formats, where formats are asserted.
        var format: Int?
    }

    struct ArrayKeywords: Sendable {
        var prefixItems: [Int] = []
        var items: Int?
        var contains: Int?
        var containsMin: Int?
        var containsMax: Int?
        var itemsMin: Int?
        var itemsMax: Int?
        var uniqueItems = false
        var unevaluatedItems: Int?
    }

    struct ObjectKeywords: Sendable {
        private(set) var properties: [NamedSchema] = []
        /// The schemas of `properties` by the hash of their names.
        private var byHash: [UInt64: [(key: JSONKey, schema: Int)]] = [:]
        var patternProperties: [PatternSchema] = []
        var additionalProperties: Int?
        var propertyNames: Int?
        var required: [String] = [] {
            didSet { requiredKeys = required.map { JSONKey($0) } }
        }
        /// The names of `required`, prepared for look-ups.
        private(set) var requiredKeys: [JSONKey] = []
        var dependentRequired: [DependentNames] = []
        var dependentSchemas: [NamedSchema] = []
        var propertiesMin: Int?
        var propertiesMax: Int?
        var unevaluatedProperties: Int?

        mutating func addProperty(_ name: String, _ schema: Int) {
            properties.append(NamedSchema(name: name, schema: schema))
            let key = JSONKey(name)
            byHash[key.hash, default: []].append((key, schema))
        }

        /// The schema of the property whose name stands at a node.
        func property(named node: JSONNode) -> Int? {
            let hash = node.tape.nodes[node.index].payload & JSONTapeNode.hashMask
            return byHash[hash]?.first { $0.key.matches(node.index, in: node.tape) }?.schema
        }
    }

    struct PatternSchema: Sendable {
        /// Index into the graph's patterns.
        let pattern: Int
        let schema: Int
    }

    struct DependentNames: Sendable {
        let name: String
        let required: [String]
    }

    /// Schemas that apply to the same value: in the order in which findings are looked for.
    var inPlace: [Int] {
        var all = references.map(\.schema)
        all += allOf
        all += anyOf
        all += oneOf
        all += objects.dependentSchemas.map(\.schema)
        for schema in [not, condition, then, otherwise] {
            if let schema { all.append(schema) }
        }
        return all
    }

    /// In-place schemas that hold whenever this one does.
    var unconditional: [Int] { references.map(\.schema) + allOf }

    /// In-place schemas that may or may not hold when this one does.
    var conditional: [Int] {
        var all = anyOf
        all += oneOf
        all += objects.dependentSchemas.map(\.schema)
        for schema in [condition, then, otherwise] {
            if let schema { all.append(schema) }
        }
        return all
    }
}
