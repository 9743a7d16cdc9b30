import AlertModel
import JSONDocument

/// Reads the members of a mapping, and says where something is wrong with one.
struct ImportMappingReader {
    static let caseReferenceCharactersMax = 40
    private static let members: Set<String> = [
        "title", "description", "name", "separator", "language", "caseReference", "reviewBy", "columns", "goodsDefault",
        "ignoredPlacePrefixes", "goods", "units", "countries", "concealment", "locationType", "mode", "direction",
    ]

    let source: String
    let root: JSONNode
    let vocabulary: ImportVocabulary

    func failure(_ message: String, at node: JSONNode? = nil) -> ImportMappingError {
        ImportMappingError(source: source, position: (node ?? root).position, message: message)
    }

    func refuseUnknownMembers() throws(ImportMappingError) {
        guard root.kind == .object else { throw failure("a mapping is an object") }
        for (name, value) in root.members {
            guard let name = name.string, Self.members.contains(name) else {
                throw failure("no such member; known are \(Self.members.sorted().joined(separator: ", "))", at: value)
            }
        }
    }

    // MARK: Single members

    func text(_ name: String, charactersMax: Int = 200) throws(ImportMappingError) -> String {
        let node = root[name]
        guard let text = node?.string, (1...charactersMax).contains(text.count) else {
            throw failure("\(name) must be a text of 1 to \(charactersMax) characters", at: node)
        }
        return text
    }

    func texts(_ name: String) throws(ImportMappingError) -> [String] {
        guard let node = root[name] else { return [] }
        let texts = node.elements.compactMap(\.string)
        guard node.kind == .array, texts.count == node.childCount, !texts.contains("") else {
            throw failure("\(name) must be a list of texts, none of them empty", at: node)
        }
        return texts
    }

    func separator() throws(ImportMappingError) -> UInt8 {
        let text = try text("separator")
        guard text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\""), byte >= 0x20 || byte == 0x09
        else { throw failure("separator must be one character of ASCII, such as ; or a tab", at: root["separator"]) }
        return byte
    }

    func time(_ name: String) throws(ImportMappingError) -> String {
        let text = try text(name)
        guard let milliseconds = InternetTime.milliseconds(text) else {
            throw failure("\(name) must be a time such as 2030-12-31T00:00:00Z", at: root[name])
        }
        return InternetTime.text(milliseconds: milliseconds)
    }

    func goodsDefault() throws(ImportMappingError) -> String {
        let name = try text("goodsDefault")
        guard vocabulary.categories[name] != nil else { throw failure(Self.noCategory, at: root["goodsDefault"]) }
        return name
    }

    private static let noCategory = "no category has this name; give chapter.group of the category tree"

    // MARK: Tables

    func columns() throws(ImportMappingError) -> [ImportMapping.Field: [String]] {
        guard let node = root["columns"], node.kind == .object else {
            throw failure("columns must be an object: to each field the list of its columns", at: root["columns"])
        }
        var columns: [ImportMapping.Field: [String]] = [:]
        for (name, value) in node.members {
            guard let field = name.string.flatMap({ ImportMapping.Field(rawValue: $0) }) else {
                let known = ImportMapping.Field.allCases.map(\.rawValue).joined(separator: ", ")
                throw failure("columns: no such field; known are \(known)", at: value)
            }
            let names = value.elements.compactMap(\.string)
            guard value.kind == .array, names.count == value.childCount, (1...field.columnsMax).contains(names.count)
            else {
                throw failure(
                    "the field \(field.rawValue) takes 1 to \(field.columnsMax) columns, as a list", at: value)
            }
            columns[field] = names
        }
        for field in ImportMapping.Field.allCases where field.isRequired && columns[field] == nil {
            throw failure("columns: the field \(field.rawValue) needs a column", at: node)
        }
        guard (columns[.amount] == nil) == (columns[.unit] == nil) else {
            throw failure("columns: amount and unit go together", at: node)
        }
        return columns
    }

    func goods() throws(ImportMappingError) -> [String: String] {
        var goods: [String: String] = [:]
        for (name, value) in try table("goods") {
            guard let category = value.string, vocabulary.categories[category] != nil else {
                throw failure(Self.noCategory, at: value)
            }
            goods[name] = category
        }
        return goods
    }

    func units() throws(ImportMappingError) -> [String: ImportMapping.Unit] {
        var units: [String: ImportMapping.Unit] = [:]
        for (name, value) in try table("units") { units[name] = try unit(value) }
        return units
    }

    private func unit(_ value: JSONNode) throws(ImportMappingError) -> ImportMapping.Unit {
        if let reason = value["refused"]?.string { return .refused(reason) }
        guard let code = value["unit"]?.string, vocabulary.units.contains(code) else {
            let known = vocabulary.units.sorted().joined(separator: ", ")
            throw failure("a unit needs refused with a reason, or unit, one of \(known)", at: value)
        }
        let factor = value["factor"].map { $0.double ?? 0 } ?? 1
        guard factor > 0, factor.isFinite else { throw failure("factor must be a number above 0", at: value["factor"]) }
        return .measure(code, factor: factor, describes: value["describe"]?.bool ?? false)
    }

    func meanings(
        _ name: String, of what: String, isKnown: (String) -> Bool
    ) throws(ImportMappingError) -> [String: ImportMapping.Meaning] {
        var meanings: [String: ImportMapping.Meaning] = [:]
        for (spelling, value) in try table(name) {
            if value.isNull {
                meanings[spelling] = .absent
            } else if let note = value["note"]?.string {
                meanings[spelling] = .note(note)
            } else if let word = value.string, isKnown(word) {
                meanings[spelling] = .word(word)
            } else {
                throw failure("a value of \(name) becomes \(what), null, or an object with a note", at: value)
            }
        }
        return meanings
    }

    private func table(_ name: String) throws(ImportMappingError) -> [(String, JSONNode)] {
        guard let node = root[name] else { return [] }
        guard node.kind == .object else { throw failure("\(name) must be an object", at: node) }
        return node.members.map { ($0.name.string ?? "", $0.value) }
    }
}
