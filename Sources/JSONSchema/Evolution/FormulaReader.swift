internal import JSONDocument

/// Reads what one schema says as a formula.
struct FormulaReader {
    let store: FormulaStore
    let place: SchemaClasses.Place
    let schemaClass: Int

    var graph: SchemaGraph { store.graphs[place.graph] }

    func read() -> Int {
        let schema = graph.schemas[place.schema]
        if let boolean = schema.boolean { return boolean ? store.truth : store.falsehood }
        var parts: [Int] = []
        if let types = schema.types { parts.append(types == .all ? store.truth : atom(.types(types))) }
        for list in schema.constantLists { parts.append(constants(list)) }
        parts += numbers(schema.numbers)
        parts += strings(schema.strings)
        parts += arrays(schema)
        parts += objects(schema)
        parts += combinations(schema)
        return store.all(parts)
    }

    func atom(_ formula: Formula) -> Int { store.add(formula, at: place) }

    /// A keyword taken as a whole.
    func opaque(_ keyword: String, _ types: JSONTypes) -> Int {
        atom(.opaque(keyword: keyword, schemaClass: schemaClass, types: types))
    }

    /// A schema that applies to the value itself.
    func inPlace(_ schema: Int) -> Int {
        store.whole(store.classes.classes[place.graph][graph.alias(of: schema)])
    }

    /// A schema that applies to a member or element.
    func inner(_ schema: Int) -> Int {
        let target = graph.alias(of: schema)
        if let boolean = graph.schemas[target].boolean { return boolean ? store.truth : store.falsehood }
        if graph.isTrivial(target) { return store.truth }
        return store.add(.schemaClass(store.classes.classes[place.graph][target]))
    }

    // MARK: Scalars

    private func constants(_ list: Subschema.ConstantList) -> Int {
        var values = Set<InstanceValue>()
        for node in list.values {
            guard let value = InstanceValue(node) else { return opaque(list.keyword, .all) }
            values.insert(value)
        }
        return values.isEmpty ? store.falsehood : atom(.constants(values))
    }

    private func numbers(_ keywords: Subschema.NumberKeywords) -> [Int] {
        func read(_ keyword: String, _ node: JSONNode?, _ make: (ExactDecimal) -> Formula) -> Int? {
            guard let node else { return nil }
            return ExactDecimal(node).map { atom(make($0)) } ?? opaque(keyword, .number)
        }
        return [
            read("minimum", keywords.minimum) { .minimum($0, isExclusive: false) },
            read("exclusiveMinimum", keywords.exclusiveMinimum) { .minimum($0, isExclusive: true) },
            read("maximum", keywords.maximum) { .maximum($0, isExclusive: false) },
            read("exclusiveMaximum", keywords.exclusiveMaximum) { .maximum($0, isExclusive: true) },
            read("multipleOf", keywords.multipleOf) { .multipleOf($0) },
        ].compactMap { $0 }
    }

    private func strings(_ keywords: Subschema.StringKeywords) -> [Int] {
        var parts: [Int] = []
        if let least = keywords.lengthMin, least > 0 { parts.append(atom(.lengthMin(least))) }
        if let most = keywords.lengthMax { parts.append(atom(.lengthMax(most))) }
        if let pattern = keywords.pattern { parts.append(atom(.pattern(ExactText(graph.patterns[pattern].text)))) }
        if let format = keywords.format { parts.append(atom(.format(graph.formats[format].name))) }
        return parts
    }

    // MARK: Arrays

    private func arrays(_ schema: Subschema) -> [Int] {
        let keywords = schema.arrays
        var parts: [Int] = []
        if !keywords.prefixItems.isEmpty || keywords.items != nil {
            parts.append(items(keywords.prefixItems.map(inner), keywords.items.map(inner) ?? store.truth))
        }
        if let contained = keywords.contains {
            let least = keywords.containsMin ?? 1
            if least > 0 || keywords.containsMax != nil {
                parts.append(atom(.contains(inner(contained), min: least, max: keywords.containsMax)))
            }
        }
        if let least = keywords.itemsMin, least > 0 { parts.append(atom(.itemsMin(least))) }
        if let most = keywords.itemsMax { parts.append(atom(.itemsMax(most))) }
        if keywords.uniqueItems { parts.append(atom(.uniqueItems)) }
        if keywords.unevaluatedItems != nil { parts.append(unevaluatedItems()) }
        return parts
    }

    func items(_ prefix: [Int], _ rest: Int) -> Int {
        var prefix = prefix
        while prefix.last == rest { prefix.removeLast() }
        if prefix.isEmpty, rest == store.truth { return store.truth }
        return atom(.items(prefix: prefix, rest: rest))
    }

    // MARK: Objects

    private func objects(_ schema: Subschema) -> [Int] {
        let keywords = schema.objects
        var parts: [Int] = []
        var members = Formula.MemberSchemas(additional: keywords.additionalProperties.map(inner) ?? store.truth)
        for property in keywords.properties { members.named[ExactText(property.name)] = inner(property.schema) }
        for property in keywords.patternProperties {
            let text = ExactText(graph.patterns[property.pattern].text)
            members.patterns.append(Formula.MemberSchemas.Pattern(text: text, formula: inner(property.schema)))
        }
        parts.append(self.members(members))
        for name in keywords.required { parts.append(atom(.has(ExactText(name)))) }
        for dependent in keywords.dependentRequired {
            let required = store.all(dependent.required.map { atom(.has(ExactText($0))) })
            parts.append(store.any([atom(.lacks(ExactText(dependent.name))), required]))
        }
        for dependent in keywords.dependentSchemas {
            parts.append(store.any([atom(.lacks(ExactText(dependent.name))), inPlace(dependent.schema)]))
        }
        if let names = keywords.propertyNames, inner(names) != store.truth {
            parts.append(atom(.propertyNames(inner(names))))
        }
        if let least = keywords.propertiesMin, least > 0 { parts.append(atom(.propertiesMin(least))) }
        if let most = keywords.propertiesMax { parts.append(atom(.propertiesMax(most))) }
        if keywords.unevaluatedProperties != nil { parts.append(unevaluatedProperties()) }
        return parts
    }

    func members(_ members: Formula.MemberSchemas) -> Int {
        var plain = members
        plain.patterns.sort { ($0.text, $0.formula) < ($1.text, $1.formula) }
        let isTrivial =
            plain.additional == store.truth && plain.named.values.allSatisfy { $0 == store.truth }
            && plain.patterns.allSatisfy { $0.formula == store.truth }
        return isTrivial ? store.truth : atom(.members(plain))
    }

    // MARK: Combinations

    private func combinations(_ schema: Subschema) -> [Int] {
        var parts = schema.unconditional.map(inPlace)
        if !schema.anyOf.isEmpty { parts.append(store.any(schema.anyOf.map(inPlace))) }
        if !schema.oneOf.isEmpty { parts.append(store.exactlyOne(schema.oneOf.map(inPlace))) }
        if let negated = schema.not { parts.append(store.not(inPlace(negated))) }
        if let condition = schema.condition.map(inPlace) {
            if let then = schema.then { parts.append(store.any([store.not(condition), inPlace(then)])) }
            if let otherwise = schema.otherwise { parts.append(store.any([condition, inPlace(otherwise)])) }
        }
        return parts
    }
}
