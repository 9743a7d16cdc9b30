internal import JSONDocument

extension FindingCollector {
    mutating func examineBranches(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        if !subschema.anyOf.isEmpty {
            examineAlternatives("anyOf", subschema.anyOf, schema, node, path, &outcome)
        }
        if !subschema.oneOf.isEmpty {
            examineAlternatives("oneOf", subschema.oneOf, schema, node, path, &outcome)
        }
        if let not = subschema.not, examineSilently(not, node).holds {
            let types = graph.schemas[not].types
            let what = types.map { "must not be \($0)" } ?? "must not be of the kind that is excluded here"
            report("not", schema, node, path, "\(subject(node)) \(what)", &outcome)
        }
        if let condition = subschema.condition {
            examineCondition(condition, subschema, node, path, &outcome)
        }
    }

    private mutating func examineCondition(
        _ condition: Int, _ subschema: Subschema, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let judged = examineSilently(condition, node)
        if judged.holds { outcome.evaluated.formUnion(judged.evaluated) }
        guard let branch = judged.holds ? subschema.then : subschema.otherwise else { return }
        var inner = examine(branch, node, down(path, judged.holds ? "then" : "else"))
        if !inner.holds {
            var premises: [Int] = []
            gatherTested(condition, node, &premises)
            for index in inner.drafts.indices { inner.drafts[index].premises += premises }
        }
        adopt(inner, &outcome)
    }

    /// Of conditions that look at more, the rest is not taken into account.
    private static let premisesMax = 256

    /// The members that a condition looks at, and theirs.
    private func gatherTested(_ schema: Int, _ node: Int, _ tested: inout [Int]) {
        guard tape.kind(node) == .object, tested.count < Self.premisesMax else { return }
        for part in graph.inPlaceClosure(of: schema) {
            let objects = graph.schemas[part].objects
            guard !objects.properties.isEmpty else { continue }
            for (name, value) in self.node(node).members {
                guard let property = objects.property(named: name) else { continue }
                tested.append(value.index)
                gatherTested(property, value.index, &tested)
            }
        }
    }

    /// Holds a schema against a value when its findings will not be reported.
    private mutating func examineSilently(_ schema: Int, _ node: Int) -> Outcome {
        silenceDepth += 1
        defer { silenceDepth -= 1 }
        return examine(schema, node, nil)
    }

    private mutating func examineAlternatives(
        _ keyword: String, _ branches: [Int], _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        // Where nobody asks what the alternatives evaluate, a wrong discriminator is all there is to say.
        if !isAsked, branches.allSatisfy({ graph.schemas[graph.alias(of: $0)].types?.contains(.object) ?? true }),
            mergeDiscriminators(keyword, schema, node, path, &outcome)
        {
            return
        }
        var outcomes: [Outcome] = []
        for (index, branch) in branches.enumerated() {
            outcomes.append(examine(branch, node, down(path, [keyword, String(index)])))
        }
        let holding = outcomes.indices.filter { outcomes[$0].holds }
        for index in holding { outcome.evaluated.formUnion(outcomes[index].evaluated) }
        if holding.count == 1 || (keyword == "anyOf" && !holding.isEmpty) { return }
        if holding.count > 1 {
            if lacksDiscriminator(keyword, schema, node) { return }
            let names = holding.map { name(of: branches[$0], index: $0) }
            let message =
                "\(subject(node)) fits \(list(names, joining: "and")) at once; it must fit exactly one of the "
                + "\(branches.count) alternatives"
            report(keyword, schema, node, path, message, &outcome)
            return
        }
        // Whatever an alternative knows is not to be reported as unexpected as well.
        for inner in outcomes { outcome.evaluated.formUnion(inner.evaluated) }
        if mergeTypes(keyword, branches, outcomes, schema, node, path, &outcome) { return }
        if mergeRequired(keyword, outcomes, schema, node, path, &outcome) { return }
        if mergeDiscriminators(keyword, schema, node, path, &outcome) { return }
        let choice = BranchChoice(graph: graph, tape: tape).choose(
            branches, outcomes, node, discriminator(keyword, schema))
        guard choice.isGuess, branches.count > 1 else {
            adoptDrafts(outcomes[choice.index], &outcome)
            return
        }
        let nearest = name(of: branches[choice.index], index: choice.index)
        let hint = " (of \(branches.count) alternatives, \(nearest) is nearest)"
        var chosen = outcomes[choice.index]
        for index in chosen.drafts.indices where chosen.drafts[index].node == node || index == 0 {
            chosen.drafts[index].message += hint
        }
        adoptDrafts(chosen, &outcome)
    }

    /// Where every alternative wants another type, one finding names them all.
    private func mergeTypes(
        _ keyword: String, _ branches: [Int], _ outcomes: [Outcome], _ schema: Int, _ node: Int, _ path: Path?,
        _ outcome: inout Outcome
    ) -> Bool {
        var types: JSONTypes = []
        for (index, inner) in outcomes.enumerated() {
            guard let draft = inner.drafts.first(where: { $0.keyword == "type" && $0.node == node }),
                let wanted = graph.schemas[draft.schema].types, !branches.isEmpty, index < branches.count
            else { return false }
            types.formUnion(wanted)
        }
        report(keyword, schema, node, path, "\(subject(node)) must be \(types), not \(shape(node))", &outcome)
        return true
    }

    /// Where every alternative lacks nothing but one property, one finding names them all.
    private func mergeRequired(
        _ keyword: String, _ outcomes: [Outcome], _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) -> Bool {
        var names: [String] = []
        for inner in outcomes {
            guard inner.drafts.count == 1, let draft = inner.drafts.first, draft.keyword == "required",
                draft.node == node, let name = draft.missing
            else { return false }
            if !names.contains(name) { names.append(name) }
        }
        guard names.count > 1 else { return false }
        let inside = node == 0 ? "" : "in \(subject(node)): "
        let amount = keyword == "oneOf" ? "exactly one" : "at least one"
        let message = "\(inside)\(amount) of the properties \(list(names.map(quoted), joining: "and")) is required"
        report(keyword, schema, node, path, message, &outcome)
        return true
    }

    /// Where the alternatives are told apart by a property whose value none of them has, that property is wrong.
    private func mergeDiscriminators(
        _ keyword: String, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) -> Bool {
        guard let found = discriminator(keyword, schema), let value = self.node(node).member(found.name) else {
            return false
        }
        let constants = found.constants
        if constants.contains(value) { return false }
        report(keyword, schema, value.index, path, wrongConstant(value.index, constants), &outcome)
        return true
    }

    private func discriminator(_ keyword: String, _ schema: Int) -> Subschema.Discriminator? {
        keyword == "oneOf" ? graph.schemas[schema].oneOfDiscriminator : graph.schemas[schema].anyOfDiscriminator
    }

    /// Whether the property is missing that would tell the alternatives apart, and required: then that is reported, and
    /// that several alternatives fit says nothing more.
    private func lacksDiscriminator(_ keyword: String, _ schema: Int, _ node: Int) -> Bool {
        guard let found = discriminator(keyword, schema), self.node(node).member(found.name) == nil else {
            return false
        }
        return graph.schemas[schema].objects.requiredKeys.contains { $0.hash == found.name.hash }
    }

    /// What an alternative is called: by its title, the end of its reference, or its number.
    private func name(of branch: Int, index: Int) -> String {
        if let title = graph.keyword("title", of: branch)?.string { return quoted(title) }
        if let reference = graph.keyword("$ref", of: branch)?.string, let end = reference.split(separator: "/").last {
            return quoted(String(end))
        }
        return "number \(index + 1)"
    }

    private func list(_ names: [String], joining word: String) -> String {
        guard names.count > 1, let last = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
