extension SchemaGraph {
    /// The schema that one which is nothing but a reference stands for.
    func alias(of schema: Int) -> Int {
        var current = schema
        while schemas[current].isOnlyAReference, let reference = schemas[current].references.first {
            current = reference.schema
        }
        return current
    }

    /// Whether every value is valid.
    func isTrivial(_ schema: Int) -> Bool { schemas[schema].boolean ?? schemas[schema].hasNoKeywords }

    /// A schema and all that apply to the same value, each once.
    func inPlaceClosure(of schema: Int) -> [Int] {
        var closure = [schema]
        var seen: Set<Int> = [schema]
        var next = 0
        while next < closure.count {
            for child in schemas[closure[next]].inPlace where seen.insert(child).inserted { closure.append(child) }
            next += 1
        }
        return closure
    }
}

extension Subschema {
    var hasNoKeywords: Bool { references.isEmpty && hasNoKeywordsButReferences }

    var isOnlyAReference: Bool { boolean == nil && references.count == 1 && hasNoKeywordsButReferences }

    private var hasNoKeywordsButReferences: Bool {
        types == nil && constantLists.isEmpty && numbers.isEmpty && strings.isEmpty && arrays.isEmpty
            && objects.isEmpty && allOf.isEmpty && anyOf.isEmpty && oneOf.isEmpty && not == nil && condition == nil
    }
}

extension Subschema.NumberKeywords {
    var isEmpty: Bool {
        minimum == nil && maximum == nil && exclusiveMinimum == nil && exclusiveMaximum == nil && multipleOf == nil
    }
}

extension Subschema.StringKeywords {
    var isEmpty: Bool { lengthMin == nil && lengthMax == nil && pattern == nil && format == nil }
}

extension Subschema.ArrayKeywords {
    var isEmpty: Bool {
        prefixItems.isEmpty && items == nil && contains == nil && itemsMin == nil && itemsMax == nil && !uniqueItems
            && unevaluatedItems == nil
    }
}

extension Subschema.ObjectKeywords {
    var isEmpty: Bool {
        properties.isEmpty && patternProperties.isEmpty && additionalProperties == nil && propertyNames == nil
            && required.isEmpty && dependentRequired.isEmpty && dependentSchemas.isEmpty && propertiesMin == nil
            && propertiesMax == nil && unevaluatedProperties == nil
    }
}
