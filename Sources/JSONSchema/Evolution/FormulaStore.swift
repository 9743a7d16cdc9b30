internal import JSONDocument

/// The formulas of two schemas, each kept once: what both say alike has one number.
final class FormulaStore {
    private(set) var formulas: [Formula] = []
    private var numbers: [Formula: Int] = [:]
    /// The schema that each formula was first met in.
    private(set) var origins: [Int: SchemaClasses.Place] = [:]

    let graphs: [SchemaGraph]
    let classes: SchemaClasses
    private var expansions: [Int: Int] = [:]
    private var patterns: [ExactText: Pattern] = [:]
    private var formats: [String: Format] = [:]
    private var automata: [ExactText: TextAutomaton?] = [:]

    let truth: Int
    let falsehood: Int

    init(_ graphs: [SchemaGraph]) {
        self.graphs = graphs
        classes = SchemaClasses(graphs)
        formulas = [.truth, .falsehood]
        numbers = [.truth: 0, .falsehood: 1]
        truth = 0
        falsehood = 1
        for graph in graphs {
            for pattern in graph.patterns { patterns[ExactText(pattern.text)] = pattern }
            for format in graph.formats { formats[format.name] = format }
        }
    }

    subscript(number: Int) -> Formula { formulas[number] }

    /// The formula of a graph's root.
    func root(_ graph: Int) -> Int { whole(classes.classes[graph][graphs[graph].alias(of: SchemaGraph.root)]) }

    /// The formula that a number stands for, a class of schemas looked into.
    func resolved(_ number: Int) -> Int {
        if case .schemaClass(let schemaClass) = formulas[number] { return whole(schemaClass) }
        return number
    }

    /// What the schemas of a class say.
    func whole(_ schemaClass: Int) -> Int {
        if let known = expansions[schemaClass] { return known }
        let place = classes.representatives[schemaClass]
        let number = FormulaReader(store: self, place: place, schemaClass: schemaClass).read()
        expansions[schemaClass] = number
        return number
    }

    // MARK: Making formulas

    /// The number of a formula.
    func add(_ formula: Formula, at place: SchemaClasses.Place? = nil) -> Int {
        if let known = numbers[formula] { return known }
        let number = formulas.count
        formulas.append(formula)
        numbers[formula] = number
        if let place { origins[number] = place }
        return number
    }

    func not(_ number: Int) -> Int {
        switch formulas[number] {
        case .truth: falsehood
        case .falsehood: truth
        case .not(let inner): inner
        default: add(.not(number))
        }
    }

    func all(_ parts: [Int]) -> Int {
        var flat = Set<Int>()
        for part in parts {
            if case .all(let inner) = formulas[part] { flat.formUnion(inner) } else { flat.insert(part) }
        }
        flat.remove(truth)
        if flat.contains(falsehood) || flat.contains(where: { flat.contains(not($0)) }) { return falsehood }
        if flat.count < 2 { return flat.first ?? truth }
        return add(.all(flat.sorted()))
    }

    func any(_ parts: [Int]) -> Int {
        var flat = Set<Int>()
        for part in parts {
            if case .any(let inner) = formulas[part] { flat.formUnion(inner) } else { flat.insert(part) }
        }
        flat.remove(falsehood)
        if flat.contains(truth) || flat.contains(where: { flat.contains(not($0)) }) { return truth }
        if flat.count < 2 { return flat.first ?? falsehood }
        return add(.any(flat.sorted()))
    }

    func exactlyOne(_ parts: [Int]) -> Int {
        let possible = parts.filter { $0 != falsehood }.sorted()
        if possible.count < 2 { return possible.first ?? falsehood }
        return add(.exactlyOne(possible))
    }

    // MARK: Texts

    /// The matcher of a pattern.
    func pattern(_ text: ExactText) -> Pattern? { patterns[text] }

    /// The format of a name.
    func format(_ name: String) -> Format? { formats[name] }

    /// The automaton of a pattern, nil where it cannot be taken apart.
    func automaton(_ pattern: ExactText) -> TextAutomaton? {
        if let known = automata[pattern] { return known }
        let node = try? RegexParser.parse(pattern.string)
        let automaton = node.flatMap { TextAutomaton($0) }
        automata[pattern] = automaton
        return automaton
    }

    // MARK: Places

    /// Where a formula stands, for people: the URI and pointer of its keyword.
    func location(of number: Int) -> String? {
        guard let place = origins[number] else { return nil }
        let graph = graphs[place.graph]
        let keyword = formulas[number].keyword
        let tokens = graph.keyword(keyword, of: place.schema) == nil ? [] : [keyword]
        return graph.absoluteLocation(of: place.schema, appending: tokens)
    }
}
