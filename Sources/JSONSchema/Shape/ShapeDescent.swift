internal import JSONDocument

/// From the shape of a container to that of what it contains.
struct ShapeDescent {
    typealias Form = SchemaShape.Form

    let graph: SchemaGraph

    // MARK: Properties

    func property(_ name: String, of form: Form) -> Form {
        var memo: [Int: Form] = [:]
        return descend(form, &memo) { schema, memo in self.property(name, of: schema, &memo) }
    }

    private func property(_ name: String, of schema: Int, _ memo: inout [Int: Form]) -> Form {
        if let known = memo[schema] { return known }
        // An alternative that no object satisfies says nothing about properties.
        guard ShapeFacts(graph: graph).types(.schema(schema)).contains(.object) else { return .nothing }
        let subschema = graph.schemas[schema]
        let objects = subschema.objects
        var forms: [Form] = subschema.boolean == false ? [.nothing] : []
        let own = declared(name, objects)
        forms += own.map(Form.schema)
        if own.isEmpty, let additional = objects.additionalProperties { forms.append(.schema(additional)) }
        if objects.additionalProperties == nil, let rest = objects.unevaluatedProperties,
            !declares(name, in: .schema(schema))
        {
            forms.append(.schema(rest))
        }
        forms += inner(subschema) { self.property(name, of: $0, &memo) }
        let result = Self.all(forms, graph)
        memo[schema] = result
        return result
    }

    private func declared(_ name: String, _ objects: Subschema.ObjectKeywords) -> [Int] {
        var found = objects.properties.filter { $0.name == name }.map(\.schema)
        if !objects.patternProperties.isEmpty {
            var text = name
            found += text.withUTF8 { utf8 in
                objects.patternProperties.filter { property in
                    graph.patterns[property.pattern].matches(UnsafeRawBufferPointer(utf8))
                }.map(\.schema)
            }
        }
        return found
    }

    /// Whether some schema says what a property is like.
    func declares(_ name: String, in form: Form) -> Bool {
        ShapeFacts(graph: graph).schemas(in: form).contains { schema in
            let objects = graph.schemas[schema].objects
            if !declared(name, objects).isEmpty { return true }
            guard let additional = objects.additionalProperties else { return false }
            return !graph.isTrivial(additional) && graph.schemas[additional].boolean != false
        }
    }

    // MARK: Elements

    func items(of form: Form) -> Form {
        var memo: [Int: Form] = [:]
        return descend(form, &memo) { schema, memo in self.items(of: schema, &memo) }
    }

    private func items(of schema: Int, _ memo: inout [Int: Form]) -> Form {
        if let known = memo[schema] { return known }
        guard ShapeFacts(graph: graph).types(.schema(schema)).contains(.array) else { return .nothing }
        let subschema = graph.schemas[schema]
        let arrays = subschema.arrays
        var forms: [Form] = subschema.boolean == false ? [.nothing] : []
        var alternatives = arrays.prefixItems.map(Form.schema)
        if let items = arrays.items {
            alternatives.append(.schema(items))
            forms.append(Self.any(alternatives, graph))
        } else if !alternatives.isEmpty, let rest = arrays.unevaluatedItems,
            subschema.inPlace.allSatisfy({ graph.schemas[$0].arrays.isEmpty }), arrays.contains == nil
        {
            alternatives.append(.schema(rest))
            forms.append(Self.any(alternatives, graph))
        }
        forms += inner(subschema) { self.items(of: $0, &memo) }
        let result = Self.all(forms, graph)
        memo[schema] = result
        return result
    }

    // MARK: Combination

    private func descend(
        _ form: Form, _ memo: inout [Int: Form], _ step: (Int, inout [Int: Form]) -> Form
    ) -> Form {
        switch form {
        case .anything, .nothing: return form
        case .schema(let schema): return step(schema, &memo)
        case .all(let forms):
            var results: [Form] = []
            for inner in forms { results.append(descend(inner, &memo, step)) }
            return Self.all(results, graph)
        case .any(let forms):
            var results: [Form] = []
            for inner in forms where !ShapeFacts(graph: graph).types(inner).isEmpty {
                results.append(descend(inner, &memo, step))
            }
            return Self.any(results, graph)
        }
    }

    /// What the schemas say that apply to the same container.
    private func inner(_ subschema: Subschema, _ step: (Int) -> Form) -> [Form] {
        var forms = subschema.unconditional.map(step)
        for group in [subschema.anyOf, subschema.oneOf] where !group.isEmpty {
            forms.append(Self.any(group.map(step), graph))
        }
        if subschema.condition != nil {
            let then = subschema.then.map(step) ?? .anything
            let otherwise = subschema.otherwise.map(step) ?? .anything
            forms.append(Self.any([then, otherwise], graph))
        }
        return forms
    }

    /// The forms that hold together, simplified; a schema that several branches share counts once.
    private static func all(_ forms: [Form], _ graph: SchemaGraph) -> Form {
        var kept: [Form] = []
        var seen = Set<Int>()
        for form in forms {
            switch form {
            case .anything: continue
            case .nothing: return .nothing
            case .schema(let schema):
                let target = graph.alias(of: schema)
                if graph.schemas[target].boolean == false { return .nothing }
                if !graph.isTrivial(target), seen.insert(target).inserted { kept.append(.schema(target)) }
            default: kept.append(form)
            }
        }
        return kept.isEmpty ? .anything : kept.count == 1 ? kept[0] : .all(kept)
    }

    /// The forms of which one holds, simplified; a schema that several branches share counts once.
    private static func any(_ forms: [Form], _ graph: SchemaGraph) -> Form {
        var kept: [Form] = []
        var seen = Set<Int>()
        for form in forms {
            switch form {
            case .nothing: continue
            case .anything: return .anything
            case .schema(let schema):
                let target = graph.alias(of: schema)
                if graph.isTrivial(target) { return .anything }
                let isNew = seen.insert(target).inserted
                if isNew, graph.schemas[target].boolean != false { kept.append(.schema(target)) }
            default: kept.append(form)
            }
        }
        return kept.isEmpty ? .nothing : kept.count == 1 ? kept[0] : .any(kept)
    }
}
