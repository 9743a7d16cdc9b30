internal import JSONDocument

/// A schema's keywords without the schemas they apply, and those schemas: what decides whether two schemas are alike.
struct SchemaOutline {
    /// The keywords.
    struct Own: Hashable {
        var boolean: Bool?
        var types: JSONTypes?
        var constants: [Set<Constant>] = []
        /// Bounds of numbers by keyword.
        var numbers: [String: Constant] = [:]
        /// Counts and flags by keyword.
        var counts: [String: Int] = [:]
        /// Names, patterns and formats by keyword; where the order says which child is whose, in that order.
        var texts: [String: [ExactText]] = [:]
        var required: Set<ExactText> = []
        var dependentRequired: [ExactText: Set<ExactText>] = [:]
        /// How many children each keyword has.
        var childCounts: [String: Int] = [:]
    }

    /// A constant: by value where that is kept exactly, else as it is written.
    enum Constant: Hashable {
        case value(InstanceValue)
        case text(ExactText)

        init(_ node: JSONNode) {
            if let value = InstanceValue(node) {
                self = .value(value)
            } else {
                var writer = JSONWriter()
                writer.value(node)
                self = .text(ExactText(writer.text))
            }
        }
    }

    private struct Children {
        let keyword: String
        let schemas: [Int]
        let isOrdered: Bool
    }

    private(set) var own = Own()
    private var children: [Children] = []

    init(_ graph: SchemaGraph, _ index: Int) {
        let schema = graph.schemas[index]
        own.boolean = schema.boolean
        own.types = schema.types
        own.constants = schema.constantLists.map { Set($0.values.map(Constant.init)) }
        readScalars(schema, graph)
        readArrays(schema.arrays)
        readObjects(schema.objects, graph)
        add("$ref", schema.references.map(\.schema), isOrdered: false)
        add("allOf", schema.allOf, isOrdered: false)
        add("anyOf", schema.anyOf, isOrdered: false)
        add("oneOf", schema.oneOf, isOrdered: false)
        add("not", schema.not)
        add("if", schema.condition)
        add("then", schema.then)
        add("else", schema.otherwise)
        children = children.map { group in
            Children(
                keyword: group.keyword, schemas: group.schemas.map { graph.alias(of: $0) }, isOrdered: group.isOrdered)
        }
    }

    /// The classes of what it applies, in an order that is the same for all schemas with the same keywords.
    func children(_ classOf: (Int) -> Int) -> [Int] {
        children.flatMap { group in
            let classes = group.schemas.map(classOf)
            return group.isOrdered ? classes : classes.sorted()
        }
    }

    // MARK: Reading

    private mutating func readScalars(_ schema: Subschema, _ graph: SchemaGraph) {
        for (keyword, bound) in [
            ("minimum", schema.numbers.minimum), ("maximum", schema.numbers.maximum),
            ("exclusiveMinimum", schema.numbers.exclusiveMinimum),
            ("exclusiveMaximum", schema.numbers.exclusiveMaximum), ("multipleOf", schema.numbers.multipleOf),
        ] {
            own.numbers[keyword] = bound.map(Constant.init)
        }
        own.counts["minLength"] = schema.strings.lengthMin
        own.counts["maxLength"] = schema.strings.lengthMax
        own.texts["pattern"] = schema.strings.pattern.map { [ExactText(graph.patterns[$0].text)] }
        own.texts["format"] = schema.strings.format.map { [ExactText(graph.formats[$0].name)] }
    }

    private mutating func readArrays(_ arrays: Subschema.ArrayKeywords) {
        own.counts["minContains"] = arrays.containsMin
        own.counts["maxContains"] = arrays.containsMax
        own.counts["minItems"] = arrays.itemsMin
        own.counts["maxItems"] = arrays.itemsMax
        own.counts["uniqueItems"] = arrays.uniqueItems ? 1 : nil
        add("prefixItems", arrays.prefixItems, isOrdered: true)
        add("items", arrays.items)
        add("contains", arrays.contains)
        add("unevaluatedItems", arrays.unevaluatedItems)
    }

    private mutating func readObjects(_ objects: Subschema.ObjectKeywords, _ graph: SchemaGraph) {
        own.counts["minProperties"] = objects.propertiesMin
        own.counts["maxProperties"] = objects.propertiesMax
        own.required = Set(objects.required.map { ExactText($0) })
        for dependent in objects.dependentRequired {
            own.dependentRequired[ExactText(dependent.name)] = Set(dependent.required.map { ExactText($0) })
        }
        let properties = objects.properties.sorted { ExactText($0.name) < ExactText($1.name) }
        own.texts["properties"] = properties.map { ExactText($0.name) }
        add("properties", properties.map(\.schema), isOrdered: true)
        let dependents = objects.dependentSchemas.sorted { ExactText($0.name) < ExactText($1.name) }
        own.texts["dependentSchemas"] = dependents.map { ExactText($0.name) }
        add("dependentSchemas", dependents.map(\.schema), isOrdered: true)
        let patterns = objects.patternProperties.map { (ExactText(graph.patterns[$0.pattern].text), $0.schema) }
            .sorted { $0.0 < $1.0 }
        own.texts["patternProperties"] = patterns.map(\.0)
        add("patternProperties", patterns.map(\.1), isOrdered: true)
        add("additionalProperties", objects.additionalProperties)
        add("propertyNames", objects.propertyNames)
        add("unevaluatedProperties", objects.unevaluatedProperties)
    }

    private mutating func add(_ keyword: String, _ schema: Int?) {
        add(keyword, schema.map { [$0] } ?? [], isOrdered: true)
    }

    private mutating func add(_ keyword: String, _ schemas: [Int], isOrdered: Bool) {
        guard !schemas.isEmpty else { return }
        own.childCounts[keyword] = schemas.count
        children.append(Children(keyword: keyword, schemas: schemas, isOrdered: isOrdered))
    }
}
