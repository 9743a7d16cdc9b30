internal import JSONDocument

/// How names and constants stand in sentences.
enum Wording {
    /// Longer names are cut in messages.
    static let nameCharactersMax = 64
    /// Of longer lists of what is allowed, only so many are named.
    static let listedMax = 8

    /// A name in quotes, shortened, without control characters.
    static func quoted(_ name: String) -> String {
        var plain = name
        // Most names are short and plain.
        let isPlain = plain.withUTF8 { bytes in
            bytes.count <= nameCharactersMax && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        if isPlain { return "'" + plain + "'" }
        var text = ""
        for scalar in name.unicodeScalars.prefix(nameCharactersMax) {
            let category = scalar.properties.generalCategory
            text.unicodeScalars.append(category == .control || category == .format ? "\u{FFFD}" : scalar)
        }
        return name.unicodeScalars.count > nameCharactersMax ? "'\(text)…'" : "'\(text)'"
    }

    /// A constant of the schema, as JSON; shortened.
    static func constant(_ value: JSONNode) -> String {
        if value.kind == .string { return quoted(value.string ?? "") }
        let text = String(decoding: value.tape.text(of: value), as: UTF8.self)
        return text.count > nameCharactersMax ? text.prefix(nameCharactersMax) + "…" : text
    }

    /// What is allowed, as a list that may be cut.
    static func list(_ items: [String]) -> String {
        let shown = items.prefix(listedMax)
        if items.count > listedMax {
            return shown.joined(separator: ", ") + " or \(items.count - listedMax) others"
        }
        guard shown.count > 1, let last = shown.last else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " or " + last
    }
}

/// Values of which one must be, and how they are named.
struct Constants: Sendable {
    let values: [JSONNode]
    /// The strings among them.
    let texts: [String]
    /// All of them, as a list for sentences.
    let listed: String

    init(_ values: [JSONNode]) {
        self.values = values
        texts = values.compactMap(\.string)
        listed = Wording.list(values.map(Wording.constant))
    }

    func contains(_ value: JSONNode) -> Bool { values.contains { ValueIdentity.equal($0, value) } }
}
