/// Which property names a schema evaluates, as far as that is known before any document is seen.
struct StaticEvaluation {
    /// Evaluated whenever the schema holds.
    var always: Set<String> = []
    /// Perhaps evaluated.
    var sometimes: Set<String> = []
    /// Whether names evaluated depend on the document beyond that.
    var isOpen = false

    /// Whether every name that may be evaluated always is: then "unevaluated" means "none of `always`".
    var isExact: Bool { !isOpen && sometimes.isSubset(of: always) }
}

extension ProgramCompiler {
    /// Whether a schema must find out at run time which members or elements others evaluated.
    mutating func needsScope(_ schema: Int) -> Bool {
        let node = graph.schemas[schema]
        if node.arrays.unevaluatedItems != nil { return true }
        guard let unevaluated = node.objects.unevaluatedProperties, node.objects.additionalProperties == nil else {
            return false
        }
        return graph.schemas[unevaluated].boolean != false || !evaluation(schema).isExact
    }

    mutating func evaluation(_ schema: Int) -> StaticEvaluation {
        if let known = evaluations[schema] { return known }
        let node = graph.schemas[schema]
        var result = StaticEvaluation()
        result.always = Set(node.objects.properties.map(\.name))
        if !node.objects.patternProperties.isEmpty { result.isOpen = true }
        // What `false` is applied to is not evaluated by a schema that holds.
        if let additional = node.objects.additionalProperties, graph.schemas[additional].boolean != false {
            result.isOpen = true
        }
        if let rest = node.objects.unevaluatedProperties, graph.schemas[rest].boolean != false {
            result.isOpen = true
        }
        for child in node.unconditional {
            let inner = evaluation(child)
            result.always.formUnion(inner.always)
            result.sometimes.formUnion(inner.sometimes)
            result.isOpen = result.isOpen || inner.isOpen
        }
        for child in node.conditional {
            let inner = evaluation(child)
            result.sometimes.formUnion(inner.always)
            result.sometimes.formUnion(inner.sometimes)
            result.isOpen = result.isOpen || inner.isOpen
        }
        evaluations[schema] = result
        return result
    }
}
