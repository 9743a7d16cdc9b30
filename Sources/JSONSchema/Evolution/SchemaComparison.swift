internal import JSONDocument

/// One question: does the reader's schema accept every document that the writer's schema accepts?
struct SchemaComparison {
    let writer: CompiledSchema
    let reader: CompiledSchema
    /// The side that the writer's schema is.
    let acceptedBy: CounterExample.Side

    private static let findingsMax = 8

    func answer() -> SchemaCompatibility.Answer {
        let store = FormulaStore([writer.graph, reader.graph])
        let search = WitnessSearch(store)
        let outcome = search.solve([Claim(store.root(0), true), Claim(store.root(1), false)])
        var judge = SchemaValidator()
        switch outcome {
        case .none: return .compatible
        case .found(let value):
            if let example = confirmed(value.text, &judge) { return .incompatible(example) }
            let obstacle = SearchObstacle(formula: nil, reason: "a counter-example was found and not confirmed")
            return searched(obstacle, search, &judge)
        case .unknown(let obstacle, let candidates):
            for value in candidates {
                if let example = confirmed(value.text, &judge) { return .incompatible(example) }
            }
            return searched(obstacle, search, &judge)
        }
    }

    /// The answer after trying variations of documents that are known to be accepted.
    private func searched(
        _ obstacle: SearchObstacle, _ search: WitnessSearch, _ judge: inout SchemaValidator
    ) -> SchemaCompatibility.Answer {
        var seeds = examples(writer) + examples(reader)
        switch search.solve([Claim(search.store.root(0), true)]) {
        case .found(let value): seeds.append(value)
        case .unknown(_, let candidates): seeds += candidates
        case .none: break
        }
        for value in SampleVariations(texts: search.samples.texts).documents(seeds) {
            if let example = confirmed(value.text, &judge) { return .incompatible(example) }
        }
        let keyword = obstacle.formula.map { search.store[$0].keyword } ?? "schema"
        return .undecided(
            SchemaCompatibility.Undecided(
                keyword: keyword, location: obstacle.formula.flatMap { search.store.location(of: $0) },
                reason: obstacle.reason))
    }

    private func examples(_ schema: CompiledSchema) -> [InstanceValue] {
        guard let examples = schema.graph.keyword("examples", of: SchemaGraph.root) else { return [] }
        return examples.elements.compactMap { InstanceValue($0) }
    }

    /// The counter-example that a document is; nil where it is none.
    private func confirmed(_ text: String, _ judge: inout SchemaValidator) -> CounterExample? {
        let limits = JSONLimits(bytesMax: SchemaLimits.schemaBytesMax)
        guard let document = try? JSONDocument(parsing: Array(text.utf8), limits: limits),
            judge.isValid(document.tape, against: writer)
        else { return nil }
        let findings = judge.findings(document.tape, against: reader, max: Self.findingsMax)
        guard !findings.isEmpty else { return nil }
        return CounterExample(document: text, acceptedBy: acceptedBy, findings: findings)
    }
}
