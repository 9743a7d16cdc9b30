import AlertModel

/// The values of one row, in the words of an alert.
struct RowValues {
    private static let dayMilliseconds: Int64 = 86_400_000

    var origin = ""
    var country = ""
    var date = ""
    /// The end of the day on which it happened, in milliseconds since 1970.
    var sent: Int64 = 0
    var goods = ""
    var category = ""
    var quantity: (value: Double, unit: String)?
    var reported: String?
    var isDescribed = false
    var place: String?
    var concealment: String?
    var concealmentDescription: String?
    var locationType: String?
    var mode: String?
    var direction: String?
    var routeOrigin: String?
    var routeDeparture: String?
    var routeDestination: String?
    /// What was left out and is worth saying.
    var notes: [String] = []

    init(_ row: CSVReader.Row, columns: ColumnIndex, mapping: ImportMapping) throws(RowFault) {
        guard row.count == columns.count else { throw .ragged(fields: row.count, expected: columns.count) }
        origin = try Self.text(row, columns.first(.origin))
        guard !origin.isEmpty else { throw .missing(.origin) }
        switch mapping.countries[origin] {
        case .word(let code): country = code
        case .note(let note): throw .countryWithoutCode(note)
        case .absent, nil: throw .unknownCountry
        }
        try readDate(row, columns)
        goods = try Self.text(row, columns.first(.goods))
        guard !goods.isEmpty else { throw .missing(.goods) }
        category = mapping.category(of: goods)
        try readQuantity(row, columns, mapping)
        place = try Self.place(row, columns, mapping, &notes)
        locationType = try word(.locationType, row, columns, mapping)
        mode = try word(.mode, row, columns, mapping)
        direction = try word(.direction, row, columns, mapping)
        concealment = try word(.concealment, row, columns, mapping)
        if concealment == "other" {
            let spelling = try Self.text(row, columns.first(.concealment))
            if spelling.lowercased() != "other" { concealmentDescription = spelling }
        }
        routeOrigin = try countryCode(.routeOrigin, row, columns, mapping)
        routeDeparture = try countryCode(.routeDeparture, row, columns, mapping)
        routeDestination = try countryCode(.routeDestination, row, columns, mapping)
    }

    // MARK: Fields

    /// The text of a column without white space around it; empty where there is no such column.
    private static func text(_ row: CSVReader.Row, _ index: Int?) throws(RowFault) -> String {
        guard let index else { return "" }
        guard let text = row.text(index) else { throw .unreadable(.encoding) }
        return text.trimmed
    }

    private mutating func readDate(_ row: CSVReader.Row, _ columns: ColumnIndex) throws(RowFault) {
        date = try Self.text(row, columns.first(.date))
        guard !date.isEmpty else { throw .missing(.date) }
        guard let day = date.withUTF8({ InternetTime.day(UnsafeRawBufferPointer($0)) }), day >= 0 else {
            throw .badDate
        }
        sent = (day + 1) * Self.dayMilliseconds
    }

    private mutating func readQuantity(
        _ row: CSVReader.Row, _ columns: ColumnIndex, _ mapping: ImportMapping
    ) throws(RowFault) {
        guard let amountColumn = columns.first(.amount) else { return }
        let amountText = try Self.text(row, amountColumn)
        guard !amountText.isEmpty else { throw .missing(.amount) }
        guard let amount = ReportedAmount(amountText) else { throw .badAmount }
        guard amount.value > 0 else { throw .amountNotPositive }
        let spelling = try Self.text(row, columns.first(.unit))
        switch mapping.units[spelling] {
        case .measure(let unit, let factor, let describes):
            let converted = amount.times(factor)
            guard converted.value > 0 else { throw .amountNotPositive }
            guard converted.value <= ReportedAmount.quantityMax else { throw .amountTooLarge }
            quantity = (converted.value, unit)
            reported = "\(amount.text) \(spelling.isEmpty ? "without a unit" : spelling)"
            isDescribed = describes
        case .refused(let reason): throw .unitRefused(reason)
        case nil: throw .unknownUnit
        }
    }

    private static func place(
        _ row: CSVReader.Row, _ columns: ColumnIndex, _ mapping: ImportMapping, _ notes: inout [String]
    ) throws(RowFault) -> String? {
        var parts: [String] = []
        for index in columns[.place] {
            let part = try text(row, index).withoutControls
            guard !part.isEmpty, !parts.contains(where: { $0.lowercased() == part.lowercased() }) else { continue }
            if mapping.ignoredPlacePrefixes.contains(where: { part.hasPrefix($0) }) {
                notes.append("a place that is none was left out")
                continue
            }
            parts.append(part)
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ").cut(to: ImportLimits.placeCharactersMax)
    }

    // MARK: Vocabularies

    private mutating func word(
        _ field: ImportMapping.Field, _ row: CSVReader.Row, _ columns: ColumnIndex, _ mapping: ImportMapping
    ) throws(RowFault) -> String? {
        try meaning(field, mapping.meanings[field] ?? [:], row, columns)
    }

    private mutating func countryCode(
        _ field: ImportMapping.Field, _ row: CSVReader.Row, _ columns: ColumnIndex, _ mapping: ImportMapping
    ) throws(RowFault) -> String? {
        try meaning(field, mapping.countries, row, columns)
    }

    /// A word of a vocabulary; nil, and perhaps a note, where the table's value says nothing or is not known.
    private mutating func meaning(
        _ field: ImportMapping.Field, _ table: [String: ImportMapping.Meaning], _ row: CSVReader.Row,
        _ columns: ColumnIndex
    ) throws(RowFault) -> String? {
        let spelling = try Self.text(row, columns.first(field))
        guard !spelling.isEmpty else { return nil }
        switch table[spelling] {
        case .word(let word): return word
        case .absent: return nil
        case .note(let note): notes.append("\(field.rawValue) left out: \(note)")
        case nil: notes.append("\(field.rawValue) left out: the mapping does not know \(spelling.cut(to: 60))")
        }
        return nil
    }
}

extension String {
    /// Without ASCII white space and control characters around it.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { $0.value > 0x20 }),
            let last = scalars.lastIndex(where: { $0.value > 0x20 })
        else { return "" }
        return first == startIndex && scalars.index(after: last) == endIndex ? self : String(self[first...last])
    }

    /// With runs of white space and control characters made one space.
    var withoutControls: String {
        guard unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return self }
        return unicodeScalars.split { $0.value <= 0x20 || $0.value == 0x7F }.map { String($0) }.joined(separator: " ")
    }

    /// At most so many code points, the last of them an ellipsis where something was cut.
    func cut(to count: Int) -> String {
        guard unicodeScalars.count > count else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(count - 1))) + "…"
    }
}
