internal import JSONDocument

/// Finds out why a document is invalid. Walks the graph, not the program, so that without the judge it is a second
/// opinion on the judge's verdict.
struct FindingCollector {
    typealias Path = SchemaPath

    /// A finding before anything is looked up for it.
    struct Draft {
        let keyword: String
        /// The value or member name that is wrong.
        let node: Int
        let schema: Int
        let path: Path?
        var message: String
        /// Tokens after the keyword in the locations.
        var detail: [String] = []
        /// The property that is missing, of `required`.
        var missing: String?
        /// The values that decided that the keyword applies at all: where one of them is wrong, this is no finding.
        var premises: [Int] = []

        /// What two drafts of one mistake have in common.
        struct Identity: Hashable {
            let node: Int
            let place: SchemaPlace
            let keyword: String
            let detail: [String]
            let missing: String?
        }

        func identity(_ graph: SchemaGraph) -> Identity {
            Identity(
                node: node, place: graph.schemas[schema].place, keyword: keyword, detail: detail, missing: missing)
        }
    }

    /// What is known once a schema was held against a value.
    struct Outcome {
        var drafts: [Draft] = []
        /// The children that some schema had a say on, whether or not it holds: so that one mistake is not reported
        /// twice.
        var evaluated = EvaluatedNodes()

        var holds: Bool { drafts.isEmpty }
    }

    struct MemoKey: Hashable {
        let schema: Int
        let node: Int
        let isSilent: Bool
        let isAsked: Bool
    }

    let tape: JSONTape
    let schema: CompiledSchema
    var graph: SchemaGraph {
        @inline(always) _read { yield schema.graph }
    }
    let max: Int
    var stepsLeft = SchemaLimits.explainStepsMax
    /// Above zero while findings only count, so that nobody need word them.
    var silenceDepth = 0
    var isSilent: Bool { silenceDepth > 0 }
    /// Whether some schema that is held against the value at hand asks what others evaluated.
    var isAsked = false
    private var memo: [MemoKey: Outcome] = [:]
    /// To be asked which values need no explanation.
    let judge: Judge?
    /// Whether the program is to be followed to what is wrong.
    private let surveys: Bool
    let paths: SchemaPaths

    init(tape: JSONTape, paths: SchemaPaths, max: Int, judge: Judge?, surveys: Bool = false) {
        self.paths = paths
        if !paths.subjects.isEmpty { paths.subjects = [:] }
        self.judge = judge
        self.surveys = surveys
        self.tape = tape
        schema = paths.schema
        self.max = max
    }

    /// All findings in the order of the text.
    mutating func collect() -> [Finding] {
        var outcome = Outcome()
        if surveys {
            survey(schema.program.rootCheck, SchemaGraph.root, 0, 0, paths.root, &outcome)
        } else {
            outcome = examine(SchemaGraph.root, 0, paths.root)
        }
        if outcome.drafts.count == 1, outcome.drafts[0].premises.isEmpty { return [finished(outcome.drafts[0])] }
        let wrong = Set(outcome.drafts.lazy.filter(\.premises.isEmpty).map(\.node))
        let sound = outcome.drafts.filter { wrong.isDisjoint(with: $0.premises) }
        let ordered = sound.enumerated().sorted { ($0.element.node, $0.offset) < ($1.element.node, $1.offset) }
        var seen = Set<Draft.Identity>()
        var findings: [Finding] = []
        for (_, draft) in ordered where findings.count < max {
            // The same keyword may be reached on several ways; it may also find several properties missing.
            if seen.insert(draft.identity(graph)).inserted { findings.append(finished(draft)) }
        }
        return findings
    }

    private func finished(_ draft: Draft) -> Finding {
        let node = node(draft.node)
        let path = draft.path ?? paths.root
        let locations: (keyword: JSONPointer, absolute: String)
        if draft.keyword == "false" || !draft.detail.isEmpty {
            let tokens = draft.keyword == "false" ? [] : [draft.keyword] + draft.detail
            locations = (
                JSONPointer(tokens: path.tokens + tokens),
                graph.absoluteLocation(of: draft.schema, appending: tokens)
            )
        } else {
            locations = path.locations(of: draft.keyword, in: draft.schema, graph)
        }
        return Finding(
            code: draft.keyword, instanceLocation: tape.location(of: draft.node), keywordLocation: locations.keyword,
            absoluteKeywordLocation: locations.absolute, byteOffset: node.byteOffset, position: node.position,
            message: draft.message)
    }

    /// A way and a token more. Where nobody will ask for it there is none.
    func down(_ path: Path?, _ token: String) -> Path? {
        isSilent ? nil : path?.child(token, keptLeft: &paths.keptLeft)
    }

    /// A way and some tokens more.
    func down(_ path: Path?, _ tokens: @autoclosure () -> [String]) -> Path? {
        isSilent ? nil : path?.child(tokens(), keptLeft: &paths.keptLeft)
    }

    func node(_ index: Int) -> JSONNode { JSONNode(tape: tape, index: index) }

    /// Holds a schema against a child of the value at hand. It is reached by a way and some tokens more.
    mutating func examineChild(
        _ schema: Int, _ node: Int, _ path: Path?, _ tokens: @autoclosure () -> [String]
    ) -> Outcome {
        let entry = self.schema.program.entries[schema]
        if let judge, entry >= 0, judge.judge(entry, node, 0) { return Outcome() }
        let asked = isAsked
        isAsked = false
        defer { isAsked = asked }
        return examine(schema, node, down(path, tokens()))
    }

    /// Holds a schema against a value.
    mutating func examine(_ schema: Int, _ node: Int, _ path: Path?) -> Outcome {
        stepsLeft -= 1
        guard stepsLeft >= 0 else { return Outcome() }
        var outcome = Outcome()
        let subschema = graph.schemas[schema]
        let asked = isAsked
        if subschema.arrays.unevaluatedItems != nil || subschema.objects.unevaluatedProperties != nil { isAsked = true }
        defer { isAsked = asked }
        if let boolean = subschema.boolean {
            if !boolean { report("false", schema, node, path, "\(subject(node)) is not allowed here", &outcome) }
            return outcome
        }
        if examineType(subschema, schema, node, path, &outcome) {
            examineConstants(subschema, schema, node, path, &outcome)
            if outcome.holds { examineNumber(subschema, schema, node, path, &outcome) }
            if outcome.holds { examineString(subschema, schema, node, path, &outcome) }
        }
        examineReferences(subschema, node, path, &outcome)
        examineArray(subschema, schema, node, path, &outcome)
        examineObject(subschema, schema, node, path, &outcome)
        examineBranches(subschema, schema, node, path, &outcome)
        examineUnevaluated(subschema, schema, node, path, &outcome)
        return outcome
    }

    func report(
        _ keyword: String, _ schema: Int, _ node: Int, _ path: Path?, _ message: @autoclosure () -> String,
        _ outcome: inout Outcome, detail: [String] = [], missing: String? = nil
    ) {
        guard outcome.drafts.count < max else { return }
        outcome.drafts.append(
            Draft(
                keyword: keyword, node: node, schema: schema, path: path, message: isSilent ? "" : message(),
                detail: detail, missing: missing))
    }

    /// Takes over what a further schema found on the same value.
    func adopt(_ inner: Outcome, _ outcome: inout Outcome) {
        if isAsked { outcome.evaluated.formUnion(inner.evaluated) }
        adoptDrafts(inner, &outcome)
    }

    func adoptDrafts(_ inner: Outcome, _ outcome: inout Outcome) {
        if inner.drafts.isEmpty { return }
        if outcome.drafts.isEmpty, inner.drafts.count <= max {
            outcome.drafts = inner.drafts
        } else {
            outcome.drafts += inner.drafts.prefix(Swift.max(0, max - outcome.drafts.count))
        }
    }

    /// Remembers what was found, once the search turned out to be laborious.
    private mutating func examineReference(
        _ reference: Subschema.Applied, _ node: Int, _ path: Path?
    ) -> Outcome {
        guard stepsLeft < SchemaLimits.explainStepsMax - SchemaLimits.explainStepsUnremembered else {
            return examine(reference.schema, node, down(path, reference.keyword))
        }
        let key = MemoKey(schema: reference.schema, node: node, isSilent: isSilent, isAsked: isAsked)
        if let known = memo[key] { return known }
        let inner = examine(reference.schema, node, down(path, reference.keyword))
        memo[key] = inner
        return inner
    }

    private mutating func examineReferences(
        _ subschema: Subschema, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        for reference in subschema.references {
            adopt(examineReference(reference, node, path), &outcome)
        }
        for (index, child) in subschema.allOf.enumerated() {
            adopt(examine(child, node, down(path, ["allOf", String(index)])), &outcome)
        }
    }
}
