internal import JSONDocument

/// Finds out why a document is invalid. Walks the graph, not the program, so that without the shortcut it is a second
/// opinion on the judge's verdict.
struct FindingCollector {
    /// The way on which a keyword was reached: a list that shares its beginning with others.
    final class Path: Sendable {
        let parent: Path?
        let token: String

        init(_ parent: Path?, _ token: String) {
            self.parent = parent
            self.token = token
        }

        static func tokens(_ path: Path?) -> [String] {
            var tokens: [String] = []
            var current = path
            while let step = current {
                tokens.append(step.token)
                current = step.parent
            }
            return tokens.reversed()
        }
    }

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
    }

    /// What is known once a schema was held against a value.
    struct Outcome {
        var drafts: [Draft] = []
        /// The children that some schema had a say on, whether or not it holds: so that one mistake is not reported
        /// twice.
        var evaluated = EvaluatedNodes()

        var holds: Bool { drafts.isEmpty }
    }

    /// What values are called, found out once for each.
    final class SubjectNames {
        var byNode: [Int: String] = [:]
    }

    /// The judge, to be asked which children are valid and need no look.
    struct Shortcut {
        let judge: Judge
        /// See `Program.entries`.
        let entries: [Int32]
    }

    struct MemoKey: Hashable {
        let schema: Int
        let node: Int
        let isSilent: Bool
    }

    let tape: JSONTape
    let graph: SchemaGraph
    let max: Int
    var stepsLeft = SchemaLimits.explainStepsMax
    /// Above zero while findings only count, so that nobody need word them.
    var silenceDepth = 0
    var isSilent: Bool { silenceDepth > 0 }
    let subjects = SubjectNames()
    private var memo: [MemoKey: Outcome] = [:]
    private let shortcut: Shortcut?

    init(tape: JSONTape, graph: SchemaGraph, max: Int, shortcut: Shortcut?) {
        self.shortcut = shortcut
        self.tape = tape
        self.graph = graph
        self.max = max
    }

    /// All findings in the order of the text.
    mutating func collect() -> [Finding] {
        let outcome = examine(SchemaGraph.root, 0, nil)
        var seen = Set<String>()
        let wrong = Set(outcome.drafts.lazy.filter(\.premises.isEmpty).map(\.node))
        let sound = outcome.drafts.filter { wrong.isDisjoint(with: $0.premises) }
        let ordered = sound.enumerated().sorted { ($0.element.node, $0.offset) < ($1.element.node, $1.offset) }
        var findings: [Finding] = []
        for (_, draft) in ordered {
            let finding = finished(draft)
            // The same keyword may be reached on several ways; it may also find several properties missing.
            let identity = "\(draft.node) \(finding.absoluteKeywordLocation) \(draft.missing ?? "")"
            if seen.insert(identity).inserted { findings.append(finding) }
            if findings.count == max { break }
        }
        return findings
    }

    private func finished(_ draft: Draft) -> Finding {
        let node = node(draft.node)
        let isSchemaItself = draft.keyword == "false"
        let tokens = isSchemaItself ? [] : [draft.keyword] + draft.detail
        return Finding(
            code: draft.keyword, instanceLocation: tape.location(of: draft.node),
            keywordLocation: JSONPointer(tokens: Path.tokens(draft.path) + tokens),
            absoluteKeywordLocation: graph.absoluteLocation(of: draft.schema, appending: tokens),
            byteOffset: node.byteOffset, position: node.position, message: draft.message)
    }

    func node(_ index: Int) -> JSONNode { JSONNode(tape: tape, index: index) }

    /// Holds a schema against a child of the value at hand.
    mutating func examineChild(_ schema: Int, _ node: Int, _ path: @autoclosure () -> Path?) -> Outcome {
        if let shortcut, shortcut.entries[schema] >= 0, shortcut.judge.judge(shortcut.entries[schema], node, 0) {
            return Outcome()
        }
        return examine(schema, node, path())
    }

    /// Holds a schema against a value.
    mutating func examine(_ schema: Int, _ node: Int, _ path: Path?) -> Outcome {
        stepsLeft -= 1
        guard stepsLeft >= 0 else { return Outcome() }
        var outcome = Outcome()
        let subschema = graph.schemas[schema]
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
        _ keyword: String, _ schema: Int, _ node: Int, _ path: Path?, _ message: String, _ outcome: inout Outcome,
        detail: [String] = [], missing: String? = nil
    ) {
        guard outcome.drafts.count < max else { return }
        outcome.drafts.append(
            Draft(
                keyword: keyword, node: node, schema: schema, path: path, message: message, detail: detail,
                missing: missing))
    }

    /// Takes over what a further schema found on the same value.
    func adopt(_ inner: Outcome, _ outcome: inout Outcome) {
        outcome.evaluated.formUnion(inner.evaluated)
        adoptDrafts(inner, &outcome)
    }

    func adoptDrafts(_ inner: Outcome, _ outcome: inout Outcome) {
        outcome.drafts += inner.drafts.prefix(Swift.max(0, max - outcome.drafts.count))
    }

    private mutating func examineReferences(
        _ subschema: Subschema, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        for reference in subschema.references {
            let key = MemoKey(schema: reference.schema, node: node, isSilent: isSilent)
            let inner = memo[key] ?? examine(reference.schema, node, Path(path, reference.keyword))
            memo[key] = inner
            adopt(inner, &outcome)
        }
        for (index, child) in subschema.allOf.enumerated() {
            adopt(examine(child, node, Path(Path(path, "allOf"), String(index))), &outcome)
        }
    }
}
