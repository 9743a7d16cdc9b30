/// What was probably meant by a name that is none.
extension RuleChecker {
    /// Where nothing among an object's fields is alike: where else there is such a field, that a text wants quotes, or
    /// the fields that there are; and what to write instead, where that is sure.
    func fieldHint(_ name: String, _ object: RuleObjectType, _ range: Range<Int>) -> (String, String?) {
        let text = diagnostics.text
        let written = String(decoding: text[range.clamped(to: 0..<text.count)], as: UTF8.self)
        if written != name, !written.hasSuffix(name) {
            return (", which \(written) asks for; it has \(Self.listed(object.fields.keys.sorted()))", nil)
        }
        let isMember = range.lowerBound > 0 && text[range.lowerBound - 1] == UInt8(ascii: ".")
        let start = isMember ? Self.head(of: range, in: text) : range.lowerBound
        guard start == range.lowerBound, !isMember else {
            return ("; it has \(Self.listed(object.fields.keys.sorted()))", nil)
        }
        for scope in scopes.reversed() {
            if case .object(let element) = scope.type, element.fields[name] != nil {
                return ("; did you mean \(scope.name).\(name)?", "\(scope.name).\(name)")
            }
        }
        let helpers = declarations?.helpers.members(of: name) ?? []
        if !helpers.isEmpty {
            return ("; did you mean \(helpers.map { "\(name).\($0)('…')" }.joined(separator: " or "))?", nil)
        }
        if name == "now" || name == "today" {
            return ("; a rule knows no present time: write the time out, timestamp('2026-01-01T00:00:00Z')", nil)
        }
        let next = range.upperBound < text.count ? text[range.upperBound] : 0
        if next != UInt8(ascii: "."), let code = code(named: name, object) {
            return ("; a text stands between quotes: '\(code)'", "'\(code)'")
        }
        let places = Self.places(of: name, in: object)
        if places.count == 1 { return ("; did you mean \(places[0])?", places[0].contains("(") ? nil : places[0]) }
        if !places.isEmpty { return ("; did you mean one of \(Self.listed(places))?", nil) }
        let quoted = Self.run(from: range, in: text)
        return ("; a text stands between quotes: '\(quoted)'", quoted == name ? "'\(name)'" : nil)
    }

    /// The name itself where some field of the object has it among its codes.
    private func code(named name: String, _ object: RuleObjectType) -> String? {
        object.fields.values.contains { type in
            if case .enumeration(let texts) = type { texts.contains(name) } else { false }
        } ? name : nil
    }

    /// Where a chain of names and dots begins that ends at a place.
    private static func head(of range: Range<Int>, in text: [UInt8]) -> Int {
        var at = range.lowerBound
        while at > 0, RuleScanner.isNamePart(text[at - 1]) || text[at - 1] == UInt8(ascii: ".") { at -= 1 }
        return at
    }

    /// The word that begins at a place, with what codes have between letters.
    private static func run(from range: Range<Int>, in text: [UInt8]) -> String {
        var end = range.upperBound
        while end < text.count, RuleScanner.isNamePart(text[end]) || [0x2D, 0x2F].contains(text[end]) { end += 1 }
        return String(decoding: text[range.lowerBound..<end], as: UTF8.self)
    }

    private static let placesMax = 4
    private static let placeDepthMax = 3

    /// Where else there is a field of a name: the nearest places, of which elements of lists are asked by a macro.
    private static func places(of name: String, in object: RuleObjectType) -> [String] {
        var found: [String] = []
        var level: [(path: String, object: RuleObjectType)] = [("", object)]
        for _ in 0..<placeDepthMax where found.isEmpty {
            var next: [(path: String, object: RuleObjectType)] = []
            for (path, object) in level {
                for (field, type) in object.fields.sorted(by: { $0.key < $1.key }) {
                    let place = path.isEmpty ? field : "\(path).\(field)"
                    switch type {
                    case .object(let inner):
                        if inner.fields[name] != nil { found.append("\(place).\(name)") }
                        next.append((place, inner))
                    case .array(.object(let inner), _), .list(.object(let inner)):
                        if inner.fields[name] != nil { found.append("\(place).exists(x, x.\(name) …)") }
                    default: break
                    }
                }
            }
            level = next
        }
        return Array(found.prefix(placesMax))
    }

    /// What to write where a list is asked for a field.
    func listHint(_ name: String, _ expression: RuleExpression) -> String {
        var list = "list"
        if case .member(let of, _) = expression.form { list = of.path == nil ? list : RulePrinter.text(of: of) }
        if ["size", "length", "count", "len"].contains(name) { return "; how many elements it has says size(\(list))" }
        return "; ask for an element: \(list).exists(x, x.\(name) == …), or \(list)[0].\(name)"
    }
}
