internal import JSONDocument

extension KeywordReader {
    /// Keywords whose value is a schema.
    mutating func readSchema(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        let child = try child(value, &builder)
        switch keyword {
        case "not": schema.not = child
        case "if": schema.condition = child
        case "then": schema.then = child
        case "else": schema.otherwise = child
        case "items": schema.arrays.items = child
        case "contains": schema.arrays.contains = child
        case "unevaluatedItems": schema.arrays.unevaluatedItems = child
        case "additionalProperties": schema.objects.additionalProperties = child
        case "propertyNames": schema.objects.propertyNames = child
        case "unevaluatedProperties": schema.objects.unevaluatedProperties = child
        default: break
        }
    }

    /// Keywords whose value is an array of schemas.
    mutating func readSchemas(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        let isList = value.kind == .array && value.childCount > 0
        try require(isList, keyword, value, "must be an array of at least one schema", builder)
        var children: [Int] = []
        for element in value.elements { children.append(try child(element, &builder)) }
        switch keyword {
        case "allOf": schema.allOf = children
        case "anyOf": schema.anyOf = children
        case "oneOf": schema.oneOf = children
        default: schema.arrays.prefixItems = children
        }
    }

    /// Keywords whose value is an object of schemas.
    mutating func readNamedSchemas(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        try require(value.kind == .object, keyword, value, "must be an object of schemas", builder)
        for (nameNode, member) in value.members {
            let name = nameNode.string ?? ""
            if keyword == "dependencies", member.kind == .array {
                let required = try names(keyword, member, builder)
                schema.objects.dependentRequired.append(Subschema.DependentNames(name: name, required: required))
                continue
            }
            let child = try child(member, &builder)
            switch keyword {
            case "properties": schema.objects.addProperty(name, child)
            case "patternProperties":
                let pattern = try pattern(name, at: nameNode.index, into: &builder)
                schema.objects.patternProperties.append(Subschema.PatternSchema(pattern: pattern, schema: child))
            default:
                schema.objects.dependentSchemas.append(Subschema.NamedSchema(name: name, schema: child))
            }
        }
    }

    func pattern(
        _ text: String, at node: Int, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) -> Int {
        do throws(PatternError) {
            return try builder.pattern(text)
        } catch {
            throw builder.index.source(of: place).error(.invalidPattern, at: node, error.message)
        }
    }
}
