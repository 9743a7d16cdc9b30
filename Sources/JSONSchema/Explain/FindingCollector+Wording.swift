internal import JSONDocument

extension FindingCollector {
    /// Longer names are cut in messages.
    static let nameCharactersMax = 64
    /// Of longer lists of what is allowed, only so many are named.
    static let listedMax = 8

    /// What a value is called in a message: by its property name, its place in an array, or as the document.
    func subject(_ node: Int) -> String {
        if isSilent { return "" }
        if let known = subjects.byNode[node] { return known }
        let name = newSubject(node)
        subjects.byNode[node] = name
        return name
    }

    private func newSubject(_ node: Int) -> String {
        if tape.isMemberName(node) { return "the property name \(quoted(self.node(node).string ?? ""))" }
        if node > 0, tape.isMemberName(node - 1) { return quoted(self.node(node - 1).string ?? "") }
        let tokens = tape.pointer(to: node).tokens
        guard let last = tokens.last else { return "the document" }
        let parent = tokens.dropLast().last
        let number = (Int(last) ?? 0) + 1
        return parent.map { "item \(number) of \(quoted($0))" } ?? "item \(number)"
    }

    /// A name in quotes, shortened, without control characters.
    func quoted(_ name: String) -> String {
        if isSilent { return "" }
        // Most names are short and plain.
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        if isPlain, name.utf8.count <= Self.nameCharactersMax { return "'" + name + "'" }
        var text = ""
        for scalar in name.unicodeScalars.prefix(Self.nameCharactersMax) {
            let category = scalar.properties.generalCategory
            text.unicodeScalars.append(category == .control || category == .format ? "\u{FFFD}" : scalar)
        }
        return name.unicodeScalars.count > Self.nameCharactersMax ? "'\(text)…'" : "'\(text)'"
    }

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

    /// A constant of the schema, as JSON; shortened.
    func constant(_ value: JSONNode) -> String {
        if value.kind == .string { return quoted(value.string ?? "") }
        let text = String(decoding: value.tape.text(of: value), as: UTF8.self)
        return text.count > Self.nameCharactersMax ? text.prefix(Self.nameCharactersMax) + "…" : text
    }

    /// What is allowed, as a list that may be cut.
    func list(_ items: [String]) -> String {
        let shown = items.prefix(Self.listedMax)
        if items.count > Self.listedMax {
            return shown.joined(separator: ", ") + " or \(items.count - Self.listedMax) others"
        }
        guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " or " + last
    }
}
