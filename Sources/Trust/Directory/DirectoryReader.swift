import JSONDocument

/// Reads a directory's parts from JSON, collecting everything that is wrong.
struct DirectoryReader {
    let file: String
    /// The time against which validity is judged, in milliseconds since 1970.
    let now: Int64
    /// The lists that names are held to; nil where only their form is judged.
    let vocabulary: DirectoryVocabulary?
    private(set) var findings: [(offset: Int, finding: DirectoryFinding)] = []

    /// After this many findings reading goes on silently: nobody reads more.
    static let findingsMax = 200
    static let memberNameBytesMax = 160

    init(file: String, now: Int64, vocabulary: DirectoryVocabulary? = nil) {
        self.file = file
        self.now = now
        self.vocabulary = vocabulary
    }

    var hasErrors: Bool { findings.contains { $0.finding.severity == .error } }

    /// The findings in the order of the file.
    var sortedFindings: [DirectoryFinding] {
        findings.enumerated()
            .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element.finding)
    }

    /// Notes an error.
    mutating func report(_ node: JSONNode, _ message: String) { note(.error, node, message) }

    /// Notes a warning.
    mutating func warn(_ node: JSONNode, _ message: String) { note(.warning, node, message) }

    private mutating func note(_ severity: DirectoryFinding.Severity, _ node: JSONNode, _ message: String) {
        // Never too many for an error, without which a bad file would pass.
        guard findings.count < Self.findingsMax || (severity == .error && !hasErrors) else { return }
        let finding = DirectoryFinding(severity, file: file, position: node.position, message)
        findings.append((node.byteOffset, finding))
    }

    // MARK: values

    /// The members of an object by name. Reports what is not an object, and members of unknown names.
    mutating func fields(_ node: JSONNode, of what: String, known: [String], required: [String]) -> [String: JSONNode]?
    {
        guard node.kind == .object else {
            report(node, "\(what) must be an object: { … }")
            return nil
        }
        var fields: [String: JSONNode] = [:]
        for (name, value) in node.members {
            let text = name.string ?? ""
            if known.contains(text) {
                fields[text] = value
            } else if let guess = Spelling.suggestion(for: text, among: known) {
                report(name, "\(what) has no field of this name; did you mean \(guess)?")
            } else {
                report(name, "\(what) has no field of this name; it has: \(known.joined(separator: ", "))")
            }
        }
        for name in required where fields[name] == nil {
            report(node, "\(what) must have the field \(name)")
        }
        return fields
    }

    /// A string that `parse` accepts. Reports anything else as not being `what`.
    mutating func parsed<Value>(_ node: JSONNode, _ what: String, _ parse: (String) -> Value?) -> Value? {
        if let text = node.string, let value = parse(text) { return value }
        report(node, "must be \(what)")
        return nil
    }

    /// The elements of an array, at most `max`. Reports what is no array or too long.
    mutating func elements(_ node: JSONNode, of what: String, max: Int) -> [JSONNode] {
        guard node.kind == .array else {
            report(node, "must be an array of \(what): [ … ]")
            return []
        }
        guard node.childCount <= max else {
            report(node, "has \(node.childCount) \(what); at most \(max) are allowed")
            return []
        }
        return Array(node.elements)
    }

    /// The parsed elements of an array, without repetitions, which are reported.
    mutating func list<Value: Hashable>(
        _ node: JSONNode?, of what: String, each: String, max: Int, _ parse: (String) -> Value?
    ) -> [Value] {
        guard let node else { return [] }
        var seen: Set<Value> = []
        var values: [Value] = []
        for element in elements(node, of: what, max: max) {
            guard let value = parsed(element, each, parse) else { continue }
            if seen.insert(value).inserted {
                values.append(value)
            } else {
                report(element, "is listed twice; once is enough")
            }
        }
        return values
    }

    /// One word of several. Reports anything else, with a guess.
    mutating func choice<Value>(_ node: JSONNode, _ choices: [(name: String, value: Value)]) -> Value? {
        if let text = node.string {
            if let choice = choices.first(where: { $0.name == text }) { return choice.value }
            if let guess = Spelling.suggestion(for: text, among: choices.map(\.name)) {
                report(node, "is not known; did you mean \"\(guess)\"?")
                return nil
            }
        }
        report(node, "must be one of \(choices.map { "\"\($0.name)\"" }.joined(separator: ", "))")
        return nil
    }
}

/// What the parts of a directory must look like, in words.
enum DirectoryWords {
    static let member = "a member: two capital letters (ISO 3166-1), or ORG- and 1 to 16 of A-Z, 0-9 and -"
    static let group = "a group's name: 1 to 32 of a-z, 0-9 and -, not beginning with -"
    static let principal = "a principal's name: 1 to 32 of a-z, 0-9 and -, not beginning with -"
    static let key = "a CURVE public key: 40 characters of Z85"
    static let time = "a time by RFC 3339, such as 2027-01-01T00:00:00Z"
}
