internal import JSONDocument

/// What is possible for a value that a combination of schemas applies to.
///
/// Each fact of a schema is what it says itself and what all schemas say that hold with it, and of alternatives what
/// any of them says. Combinations shared by many branches are looked at once for each schema.
struct ShapeFacts {
    let graph: SchemaGraph

    /// Alternatives of a schema: a value satisfies at least one of each group.
    private func alternatives(_ subschema: Subschema) -> [[Int]] {
        [subschema.anyOf, subschema.oneOf].filter { !$0.isEmpty }
    }

    /// A condition without one of its branches leaves everything possible in that case.
    private func conditionBranches(_ subschema: Subschema) -> (then: Int, otherwise: Int)? {
        guard subschema.condition != nil, let then = subschema.then, let otherwise = subschema.otherwise else {
            return nil
        }
        return (then, otherwise)
    }

    // MARK: Types

    func types(_ form: SchemaShape.Form) -> JSONTypes {
        var memo: [Int: JSONTypes] = [:]
        return types(form, &memo)
    }

    private func types(_ form: SchemaShape.Form, _ memo: inout [Int: JSONTypes]) -> JSONTypes {
        switch form {
        case .anything: return .all
        case .nothing: return []
        case .schema(let schema): return types(schema, &memo)
        case .all(let forms): return forms.reduce(.all) { $0.intersection(types($1, &memo)) }
        case .any(let forms): return forms.reduce([]) { $0.union(types($1, &memo)) }
        }
    }

    private func types(_ schema: Int, _ memo: inout [Int: JSONTypes]) -> JSONTypes {
        if let known = memo[schema] { return known }
        let subschema = graph.schemas[schema]
        var result: JSONTypes = subschema.boolean == false ? [] : subschema.types ?? .all
        for list in subschema.constantLists {
            result.formIntersection(list.values.reduce([]) { $0.union(JSONTypes(of: $1)) })
        }
        for child in subschema.unconditional { result.formIntersection(types(child, &memo)) }
        for group in alternatives(subschema) {
            result.formIntersection(group.reduce([]) { $0.union(types($1, &memo)) })
        }
        if let branches = conditionBranches(subschema) {
            result.formIntersection(types(branches.then, &memo).union(types(branches.otherwise, &memo)))
        }
        memo[schema] = result
        return result
    }

    // MARK: Constants

    /// The values possible, nil where not only certain ones are.
    func constants(_ form: SchemaShape.Form) -> [JSONNode]? {
        var memo: [Int: [JSONNode]?] = [:]
        return constants(form, &memo)
    }

    private func constants(_ form: SchemaShape.Form, _ memo: inout [Int: [JSONNode]?]) -> [JSONNode]? {
        switch form {
        case .anything: return nil
        case .nothing: return []
        case .schema(let schema): return constants(schema, &memo)
        case .all(let forms):
            return forms.reduce(nil as [JSONNode]?) { intersection($0, constants($1, &memo)) }
        case .any(let forms): return union(forms.map { constants($0, &memo) })
        }
    }

    private func constants(_ schema: Int, _ memo: inout [Int: [JSONNode]?]) -> [JSONNode]? {
        if let known = memo[schema] { return known }
        let subschema = graph.schemas[schema]
        var result: [JSONNode]? = subschema.boolean == false ? [] : nil
        for list in subschema.constantLists { result = intersection(result, list.values) }
        for child in subschema.unconditional { result = intersection(result, constants(child, &memo)) }
        for group in alternatives(subschema) {
            result = intersection(result, union(group.map { constants($0, &memo) }))
        }
        if let branches = conditionBranches(subschema) {
            let both = [constants(branches.then, &memo), constants(branches.otherwise, &memo)]
            result = intersection(result, union(both))
        }
        memo[schema] = result
        return result
    }

    private func intersection(_ one: [JSONNode]?, _ other: [JSONNode]?) -> [JSONNode]? {
        guard let one, let other else { return one ?? other }
        let allowed = ConstantSet(other)
        return one.filter(allowed.contains)
    }

    private func union(_ lists: [[JSONNode]?]) -> [JSONNode]? {
        var all: [JSONNode] = []
        for list in lists {
            guard let list else { return nil }
            let known = ConstantSet(all)
            all += list.filter { !known.contains($0) }
        }
        return all
    }

    // MARK: Bounds

    /// The largest count possible by a keyword, nil where there is no bound.
    func most(_ form: SchemaShape.Form, _ bound: (Subschema) -> Int?) -> Int? {
        var memo: [Int: Int?] = [:]
        return most(form, bound, &memo)
    }

    private func most(
        _ form: SchemaShape.Form, _ bound: (Subschema) -> Int?, _ memo: inout [Int: Int?]
    ) -> Int? {
        switch form {
        case .anything: return nil
        case .nothing: return 0
        case .schema(let schema): return most(schema, bound, &memo)
        case .all(let forms): return forms.compactMap { most($0, bound, &memo) }.min()
        case .any(let forms): return largest(forms.map { most($0, bound, &memo) })
        }
    }

    private func most(_ schema: Int, _ bound: (Subschema) -> Int?, _ memo: inout [Int: Int?]) -> Int? {
        if let known = memo[schema] { return known }
        let subschema = graph.schemas[schema]
        var bounds: [Int] = [bound(subschema)].compactMap { $0 }
        for child in subschema.unconditional {
            if let most = most(child, bound, &memo) { bounds.append(most) }
        }
        for group in alternatives(subschema) {
            if let most = largest(group.map({ self.most($0, bound, &memo) })) { bounds.append(most) }
        }
        if let branches = conditionBranches(subschema) {
            let both = [most(branches.then, bound, &memo), most(branches.otherwise, bound, &memo)]
            if let most = largest(both) { bounds.append(most) }
        }
        let result = bounds.min()
        memo[schema] = result
        return result
    }

    private func largest(_ bounds: [Int?]) -> Int? {
        bounds.contains { $0 == nil } ? nil : bounds.compactMap { $0 }.max()
    }

    // MARK: Required

    func requires(_ form: SchemaShape.Form, _ name: String) -> Bool {
        var memo: [Int: Bool] = [:]
        return requires(form, name, &memo)
    }

    private func requires(_ form: SchemaShape.Form, _ name: String, _ memo: inout [Int: Bool]) -> Bool {
        switch form {
        case .anything: return false
        case .nothing: return true
        case .schema(let schema): return requires(schema, name, &memo)
        case .all(let forms): return forms.contains { requires($0, name, &memo) }
        case .any(let forms): return forms.allSatisfy { requires($0, name, &memo) }
        }
    }

    private func requires(_ schema: Int, _ name: String, _ memo: inout [Int: Bool]) -> Bool {
        if let known = memo[schema] { return known }
        let subschema = graph.schemas[schema]
        var result = subschema.objects.required.contains(name)
        for child in subschema.unconditional where !result { result = requires(child, name, &memo) }
        for group in alternatives(subschema) where !result {
            result = group.allSatisfy { requires($0, name, &memo) }
        }
        if !result, let branches = conditionBranches(subschema) {
            result = requires(branches.then, name, &memo) && requires(branches.otherwise, name, &memo)
        }
        memo[schema] = result
        return result
    }

    // MARK: All schemas

    /// Every schema that applies to the value whatever it is, each once.
    func unconditional(in form: SchemaShape.Form) -> [Int] {
        switch form {
        case .anything, .nothing, .any: return []
        case .all(let forms):
            return forms.flatMap { unconditional(in: $0) }
        case .schema(let schema):
            var found: [Int] = []
            var open = [schema]
            while let next = open.popLast() {
                guard !found.contains(next) else { continue }
                found.append(next)
                open += graph.schemas[next].unconditional.reversed()
            }
            return found
        }
    }

    /// Every schema that may apply to the value itself, each once.
    func schemas(in form: SchemaShape.Form) -> [Int] {
        var found: [Int] = []
        var seen = Set<Int>()
        gather(form, &found, &seen)
        return found
    }

    private func gather(_ form: SchemaShape.Form, _ found: inout [Int], _ seen: inout Set<Int>) {
        switch form {
        case .anything, .nothing: break
        case .schema(let schema):
            var open = [schema]
            while let next = open.popLast() {
                guard seen.insert(next).inserted else { continue }
                found.append(next)
                let subschema = graph.schemas[next]
                // What `not` and `if` say is no description of the value.
                open += subschema.inPlace.filter { $0 != subschema.not && $0 != subschema.condition }.reversed()
            }
        case .all(let forms), .any(let forms):
            for inner in forms { gather(inner, &found, &seen) }
        }
    }
}
