internal import JSONDocument

extension FindingCollector {
    mutating func examineObject(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        guard tape.kind(node) == .object, !subschema.objects.isEmpty else { return }
        let objects = subschema.objects
        examineMemberCount(objects, self.node(node).childCount, schema, node, path, &outcome)
        examineNames(objects, schema, node, path, &outcome)
        examineMembers(objects, schema, node, path, &outcome)
    }

    /// Keywords that ask which members there are.
    private mutating func examineNames(
        _ objects: Subschema.ObjectKeywords, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let object = self.node(node)
        examineRequired(objects, schema, node, path, &outcome)
        for dependent in objects.dependentRequired where object[dependent.name] != nil {
            for name in dependent.required where object[name] == nil {
                let message =
                    "\(inside(node))\(quoted(name)) is missing; it is required together with \(quoted(dependent.name))"
                report(
                    "dependentRequired", schema, node, path, message, &outcome, detail: [dependent.name],
                    missing: name)
            }
        }
        for dependent in objects.dependentSchemas where object[dependent.name] != nil {
            let inner = examine(
                dependent.schema, node, down(path, ["dependentSchemas", dependent.name]))
            adopt(inner, &outcome)
        }
    }

    func examineRequired(
        _ objects: Subschema.ObjectKeywords, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let object = self.node(node)
        for key in objects.requiredKeys where object.member(key) == nil {
            guard outcome.drafts.count < max else { break }
            report("required", schema, node, path, missing(key.name, in: node, objects), &outcome, missing: key.name)
        }
    }

    private func inside(_ node: Int) -> String { node == 0 ? "" : "in \(subject(node)): " }

    private func missing(_ name: String, in node: Int, _ objects: Subschema.ObjectKeywords) -> String {
        let strangers = self.node(node).members.lazy
            .filter { objects.property(named: $0.name) == nil }
            .prefix(Suggestion.candidatesMax).compactMap(\.name.string)
        let base = "\(inside(node))the property \(quoted(name)) is missing"
        guard let nearest = Suggestion.nearest(to: name, among: strangers) else { return base }
        return base + "; is \(quoted(nearest)) meant to be it?"
    }

    private func examineMemberCount(
        _ objects: Subschema.ObjectKeywords, _ found: Int, _ schema: Int, _ node: Int, _ path: Path?,
        _ outcome: inout Outcome
    ) {
        if let least = objects.propertiesMin, found < least {
            let message = "\(subject(node)) must have at least \(least) properties, not \(found)"
            report("minProperties", schema, node, path, message, &outcome)
        }
        if let most = objects.propertiesMax, found > most {
            let message = "\(subject(node)) must have at most \(most) properties, not \(found)"
            report("maxProperties", schema, node, path, message, &outcome)
        }
    }

    private mutating func examineMembers(
        _ objects: Subschema.ObjectKeywords, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        for (nameNode, value) in self.node(node).members {
            guard outcome.drafts.count < max else { break }
            var isEvaluated = false
            if let property = objects.property(named: nameNode) {
                isEvaluated = true
                let inner = examineChild(
                    property, value.index, path, ["properties", nameNode.string ?? ""])
                adoptDrafts(inner, &outcome)
            }
            for property in objects.patternProperties {
                let pattern = graph.patterns[property.pattern]
                guard nameNode.withStringBytes(pattern.matches) else { continue }
                isEvaluated = true
                let inner = examineChild(property.schema, value.index, path, ["patternProperties", pattern.text])
                adoptDrafts(inner, &outcome)
            }
            if let names = objects.propertyNames {
                adoptDrafts(examineChild(names, nameNode.index, path, ["propertyNames"]), &outcome)
            }
            if !isEvaluated, let additional = objects.additionalProperties {
                isEvaluated = true
                if graph.schemas[additional].boolean == false {
                    reportUnexpected(
                        "additionalProperties", nameNode.string ?? "", objects.properties.map(\.name).sorted(),
                        nameNode.index, schema, path, &outcome)
                } else {
                    adoptDrafts(examineChild(additional, value.index, path, ["additionalProperties"]), &outcome)
                }
            }
            if isEvaluated, isAsked { outcome.evaluated.insert(value.index) }
        }
    }

    /// A property that no schema knows. Those that are known are given in order.
    func reportUnexpected(
        _ keyword: String, _ name: String, _ known: @autoclosure () -> [String], _ nameNode: Int, _ schema: Int,
        _ path: Path?,
        _ outcome: inout Outcome
    ) {
        report(keyword, schema, nameNode, path, unexpected(name, known()), &outcome)
    }

    private func unexpected(_ name: String, _ known: [String]) -> String {
        let base = "the property " + quoted(name) + " is not expected here"
        if let nearest = Suggestion.nearest(to: name, among: known) {
            return base + "; did you mean \(quoted(nearest))?"
        }
        if known.isEmpty { return base + "; the object must be empty" }
        return known.count > Wording.listedMax ? base : base + "; expected \(Wording.list(known.map(quoted)))"
    }

    mutating func examineUnevaluated(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        if let items = subschema.arrays.unevaluatedItems, tape.kind(node) == .array {
            let evaluated = outcome.evaluated.set
            for element in self.node(node).elements where !evaluated.contains(element.index) {
                guard outcome.drafts.count < max else { break }
                let inner = examineChild(items, element.index, path, ["unevaluatedItems"])
                outcome.evaluated.insert(element.index)
                if inner.holds { continue }
                if graph.schemas[items].boolean == false {
                    let message = "\(subject(element.index)) is not expected: no schema describes an item there"
                    report("unevaluatedItems", schema, element.index, path, message, &outcome)
                } else {
                    adoptDrafts(inner, &outcome)
                }
            }
        }
        guard let properties = subschema.objects.unevaluatedProperties, tape.kind(node) == .object,
            subschema.objects.additionalProperties == nil
        else { return }
        let evaluated = outcome.evaluated.set
        for (name, value) in self.node(node).members where !evaluated.contains(value.index) {
            guard outcome.drafts.count < max else { break }
            outcome.evaluated.insert(value.index)
            if graph.schemas[properties].boolean == false {
                reportUnexpected(
                    "unevaluatedProperties", name.string ?? "", graph.mentionedNames(schema), name.index, schema, path,
                    &outcome)
            } else {
                adoptDrafts(examineChild(properties, value.index, path, ["unevaluatedProperties"]), &outcome)
            }
        }
    }
}

extension SchemaGraph {
    /// The property names that the schemas applying to an object mention.
    func mentionedNames(_ schema: Int) -> [String] {
        var names = Set<String>()
        for part in inPlaceClosure(of: schema) { names.formUnion(schemas[part].objects.properties.map(\.name)) }
        return names.sorted()
    }
}
