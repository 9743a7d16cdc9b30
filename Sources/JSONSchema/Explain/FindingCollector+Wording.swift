internal import JSONDocument

extension FindingCollector {
    /// What a value is called in a message: by its property name, its place in an array, or as the document.
    func subject(_ node: Int) -> String {
        if isSilent { return "" }
        // Members are mostly asked for once, elements take a walk to be named.
        if node > 0, tape.isMemberName(node - 1) { return quoted(self.node(node - 1).string ?? "") }
        if let known = paths.subjects[node] { return known }
        let name = newSubject(node)
        paths.subjects[node] = name
        return name
    }

    private func newSubject(_ node: Int) -> String {
        if tape.isMemberName(node) { return "the property name \(quoted(self.node(node).string ?? ""))" }
        let tokens = tape.pointer(to: node).tokens
        guard let last = tokens.last else { return "the document" }
        let parent = tokens.dropLast().last
        let number = (Int(last) ?? 0) + 1
        return parent.map { "item \(number) of \(quoted($0))" } ?? "item \(number)"
    }

    func quoted(_ name: String) -> String { isSilent ? "" : Wording.quoted(name) }

    /// A value by its type, never by itself.
    func shape(_ node: Int) -> String {
        let value = self.node(node)
        switch value.kind {
        case .object: return "an object"
        case .array: return "an array"
        case .string: return "a string"
        case .true, .false: return "a boolean"
        case .null: return "null"
        case .integer: return "a number"
        case .double, .bigNumber: return JSONTypes(of: value) == .integer ? "a number" : "a number with a fraction"
        }
    }

    func count(_ number: Int, _ singular: String) -> String {
        "\(number) \(singular)\(number == 1 ? "" : singular.hasSuffix("y") ? "" : "s")"
    }
}
