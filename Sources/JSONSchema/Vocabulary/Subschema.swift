internal import JSONDocument

/// One schema with its keywords read and checked, references resolved: a node of the graph that the judge is compiled
/// from, that findings are collected on, and that a shape looks into.
///
/// `Int`s that stand for schemas are indices into the graph.
final class Subschema: @unchecked Sendable {
    // Unchecked: written by the reader of its keywords only, before the graph is shared. Classes, as copying so many
    // fields costs more than all else in the search for findings.

    /// Where it stands.
    let place: SchemaPlace
    /// The resource it belongs to.
    let resource: Int
    /// For the schemas `true` and `false`.
    @exclusivity(unchecked) var boolean: Bool?

    @exclusivity(unchecked) var types: JSONTypes?
    /// `enum`, or `const` as a list of one.
    @exclusivity(unchecked) var constantLists: [ConstantList] = []
    let numbers = NumberKeywords()
    let strings = StringKeywords()
    let arrays = ArrayKeywords()
    let objects = ObjectKeywords()

    /// `$ref` and `$dynamicRef`, which both mean one known schema by now.
    @exclusivity(unchecked) var references: [Applied] = []
    @exclusivity(unchecked) var allOf: [Int] = []
    @exclusivity(unchecked) var anyOf: [Int] = []
    @exclusivity(unchecked) var oneOf: [Int] = []
    /// What tells the alternatives of `anyOf` and `oneOf` apart, found once the graph is complete.
    @exclusivity(unchecked) var anyOfDiscriminator: Discriminator?
    @exclusivity(unchecked) var oneOfDiscriminator: Discriminator?
    @exclusivity(unchecked) var not: Int?
    @exclusivity(unchecked) var condition: Int?
    @exclusivity(unchecked) var then: Int?
    @exclusivity(unchecked) var otherwise: Int?

    init(place: SchemaPlace, resource: Int) {
        self.place = place
        self.resource = resource
    }

    /// A property that has a constant in every alternative.
    struct Discriminator: Sendable {
        let name: JSONKey
        /// The constants of all alternatives.
        let constants: Constants
        /// The constants of each alternative where no two have one in common; else empty.
        let ofBranches: [Constants]
    }

    struct ConstantList: Sendable {
        let keyword: String
        let constants: Constants
        var values: [JSONNode] { constants.values }

        init(keyword: String, values: [JSONNode]) {
            self.keyword = keyword
            constants = Constants(values)
        }
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

    final class NumberKeywords: @unchecked Sendable {
        @exclusivity(unchecked) var minimum: JSONNode?
        @exclusivity(unchecked) var maximum: JSONNode?
        @exclusivity(unchecked) var exclusiveMinimum: JSONNode?
        @exclusivity(unchecked) var exclusiveMaximum: JSONNode?
        @exclusivity(unchecked) var multipleOf: JSONNode?
    }

    final class StringKeywords: @unchecked Sendable {
        @exclusivity(unchecked) var lengthMin: Int?
        @exclusivity(unchecked) var lengthMax: Int?
        /// Index into the graph's patterns.
        @exclusivity(unchecked) var pattern: Int?
        /// Index into the graph's formats, where formats are asserted.
        @exclusivity(unchecked) var format: Int?
        /// The first string among the examples, in quotes.
        @exclusivity(unchecked) var example: String?
    }

    final class ArrayKeywords: @unchecked Sendable {
        @exclusivity(unchecked) var prefixItems: [Int] = []
        @exclusivity(unchecked) var items: Int?
        @exclusivity(unchecked) var contains: Int?
        @exclusivity(unchecked) var containsMin: Int?
        @exclusivity(unchecked) var containsMax: Int?
        @exclusivity(unchecked) var itemsMin: Int?
        @exclusivity(unchecked) var itemsMax: Int?
        @exclusivity(unchecked) var uniqueItems = false
        @exclusivity(unchecked) var unevaluatedItems: Int?
    }

    final class ObjectKeywords: @unchecked Sendable {
        @exclusivity(unchecked) private(set) var properties: [NamedSchema] = []
        /// The names of `properties`, and a table that finds their places by the hash.
        @exclusivity(unchecked) private var keys: [JSONKey] = []
        @exclusivity(unchecked) private var places: [Int32] = []
        @exclusivity(unchecked) var patternProperties: [PatternSchema] = []
        @exclusivity(unchecked) var additionalProperties: Int?
        @exclusivity(unchecked) var propertyNames: Int?
        var required: [String] = [] {
            didSet { requiredKeys = required.map { JSONKey($0) } }
        }
        /// The names of `required`, prepared for look-ups.
        @exclusivity(unchecked) private(set) var requiredKeys: [JSONKey] = []
        @exclusivity(unchecked) var dependentRequired: [DependentNames] = []
        @exclusivity(unchecked) var dependentSchemas: [NamedSchema] = []
        @exclusivity(unchecked) var propertiesMin: Int?
        @exclusivity(unchecked) var propertiesMax: Int?
        @exclusivity(unchecked) var unevaluatedProperties: Int?

        func addProperty(_ name: String, _ schema: Int) {
            properties.append(NamedSchema(name: name, schema: schema))
            keys.append(JSONKey(name))
            if properties.count * 2 > places.count {
                places = Array(repeating: -1, count: max(8, places.count * 2))
                for index in keys.indices { enter(index) }
            } else {
                enter(keys.count - 1)
            }
        }

        private func enter(_ index: Int) {
            var at = Int(truncatingIfNeeded: keys[index].hash) & (places.count - 1)
            while places[at] >= 0 { at = (at + 1) & (places.count - 1) }
            places[at] = Int32(index)
        }

        /// The schema of the property whose name stands at a node.
        func property(named node: JSONNode) -> Int? {
            if keys.isEmpty { return nil }
            let hash = node.tape.nodes[node.index].payload & JSONTapeNode.hashMask
            var at = Int(truncatingIfNeeded: hash) & (places.count - 1)
            while places[at] >= 0 {
                let index = Int(places[at])
                if keys[index].hash == hash, keys[index].matches(node.index, in: node.tape) {
                    return properties[index].schema
                }
                at = (at + 1) & (places.count - 1)
            }
            return nil
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
