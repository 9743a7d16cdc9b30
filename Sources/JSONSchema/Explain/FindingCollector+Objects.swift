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
        let asksNames =
            !objects.required.isEmpty || !objects.dependentRequired.isEmpty || !objects.dependentSchemas.isEmpty
        guard asksNames else { return }
        var members: [String: Int] = [:]
        for (name, value) in self.node(node).members { members[name.string ?? ""] = value.index }
        for name in objects.required where members[name] == nil {
            let message = missing(name, in: node, members, objects)
            report("required", schema, node, path, message, &outcome, missing: name)
        }
        for dependent in objects.dependentRequired where members[dependent.name] != nil {
            for name in dependent.required where members[name] == nil {
                let message =
                    "\(inside(node))\(quoted(name)) is missing; it is required together with \(quoted(dependent.name))"
                report(
                    "dependentRequired", schema, node, path, message, &outcome, detail: [dependent.name],
                    missing: name)
            }
        }
        for dependent in objects.dependentSchemas where members[dependent.name] != nil {
            let inner = examine(
                dependent.schema, node, Path(Path(path, "dependentSchemas"), dependent.name))
            adopt(inner, &outcome)
        }
    }

    private func inside(_ node: Int) -> String { node == 0 ? "" : "in \(subject(node)): " }

    private func missing(
        _ name: String, in node: Int, _ members: [String: Int], _ objects: Subschema.ObjectKeywords
    ) -> String {
        let declared = Set(objects.properties.map(\.name))
        let strangers = members.keys.filter { !declared.contains($0) }.sorted()
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
        let declared = objects.byName
        for (nameNode, value) in self.node(node).members {
            let name = nameNode.string ?? ""
            var isEvaluated = false
            if let property = declared[name] {
                isEvaluated = true
                adoptDrafts(examineChild(property, value.index, Path(Path(path, "properties"), name)), &outcome)
            }
            for property in objects.patternProperties {
                let pattern = graph.patterns[property.pattern]
                guard nameNode.withStringBytes(pattern.matches) else { continue }
                isEvaluated = true
                let inner = Path(Path(path, "patternProperties"), pattern.text)
                adoptDrafts(examineChild(property.schema, value.index, inner), &outcome)
            }
            if let names = objects.propertyNames {
                adoptDrafts(examineChild(names, nameNode.index, Path(path, "propertyNames")), &outcome)
            }
            if !isEvaluated, let additional = objects.additionalProperties {
                isEvaluated = true
                if graph.schemas[additional].boolean == false {
                    reportUnexpected(
                        "additionalProperties", name, Array(declared.keys), nameNode.index, schema, path, &outcome)
                } else {
                    adoptDrafts(examineChild(additional, value.index, Path(path, "additionalProperties")), &outcome)
                }
            }
            if isEvaluated { outcome.evaluated.insert(value.index) }
        }
    }

    /// A property that no schema knows.
    func reportUnexpected(
        _ keyword: String, _ name: String, _ known: [String], _ nameNode: Int, _ schema: Int, _ path: Path?,
        _ outcome: inout Outcome
    ) {
        var message = "the property \(quoted(name)) is not expected here"
        if let nearest = Suggestion.nearest(to: name, among: known.sorted()) {
            message += "; did you mean \(quoted(nearest))?"
        } else if known.isEmpty {
            message += "; the object must be empty"
        } else if known.count <= Self.listedMax {
            message += "; expected \(list(known.sorted().map(quoted)))"
        }
        report(keyword, schema, nameNode, path, message, &outcome)
    }

    mutating func examineUnevaluated(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        if let items = subschema.arrays.unevaluatedItems, tape.kind(node) == .array {
            let evaluated = outcome.evaluated.set
            for element in self.node(node).elements where !evaluated.contains(element.index) {
                let inner = examineChild(items, element.index, Path(path, "unevaluatedItems"))
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
            outcome.evaluated.insert(value.index)
            if graph.schemas[properties].boolean == false {
                let known = graph.mentionedNames(schema)
                reportUnexpected(
                    "unevaluatedProperties", name.string ?? "", known, name.index, schema, path, &outcome)
            } else {
                adoptDrafts(examineChild(properties, value.index, Path(path, "unevaluatedProperties")), &outcome)
            }
        }
    }
}

extension SchemaGraph {
    /// The property names that the schemas applying to an object mention.
    fileprivate func mentionedNames(_ schema: Int) -> [String] {
        var names = Set<String>()
        for part in inPlaceClosure(of: schema) { names.formUnion(schemas[part].objects.properties.map(\.name)) }
        return names.sorted()
    }
}
