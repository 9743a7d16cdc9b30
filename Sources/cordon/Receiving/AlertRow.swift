import CommandLine

/// An alert as a row of a table whose columns are fixed, since rows come one at a time.
struct AlertRow {
    private static let gap = "  "
    private static let columns: [(title: String, width: Int, alignment: TextAlignment)] = [
        ("POSITION", 8, .trailing), ("ACCEPTED", 19, .leading), ("ORIGIN", 6, .leading), ("KIND", 8, .leading),
        ("TLP", 12, .leading), ("CATEGORIES", 24, .leading),
    ]
    /// The narrowest last column.
    private static let subjectColumnsMin = 12

    private let terminal: Terminal

    init(_ terminal: Terminal) { self.terminal = terminal }

    /// The heading, a line.
    var heading: String {
        let cells = Self.columns.map { DisplayWidth.padded($0.title, to: $0.width, $0.alignment) } + ["SUBJECT"]
        return terminal.styled(cells.joined(separator: Self.gap), .bold) + "\n"
    }

    /// The row of an alert, a line.
    func text(_ fields: AlertFields) -> String {
        let tlp = fields.text(at: ["tlp"]) ?? ""
        let values = [
            fields.text(at: ["position"]), String(fields.acceptedAt.prefix(19)).replacing("T", with: " "),
            fields.text(at: ["origin"]), fields.text(at: ["kind"]), tlp, Self.categories(fields),
        ]
        var cells: [String] = []
        for (column, value) in zip(Self.columns, values) {
            let safe = Terminal.safe(value ?? "")
            let cut = terminal.isTerminal ? DisplayWidth.truncated(safe, to: column.width) : safe
            let padded = DisplayWidth.padded(cut, to: column.width, column.alignment)
            cells.append(column.title == "TLP" ? terminal.styled(padded, Self.styles(of: tlp)) : padded)
        }
        let subject = Terminal.safe(Self.subject(fields))
        let used = Self.columns.reduce(0) { $0 + $1.width + Self.gap.count }
        let room = max(Self.subjectColumnsMin, terminal.columns - used)
        cells.append(terminal.isTerminal ? DisplayWidth.truncated(subject, to: room) : subject)
        return cells.joined(separator: Self.gap) + "\n"
    }

    /// The distinct categories of an alert.
    static func categories(_ fields: AlertFields) -> String {
        var seen: [Substring] = []
        for category in (fields.text(at: ["goods", "category"]) ?? "").split(separator: ",")
        where !seen.contains(category) {
            seen.append(category)
        }
        return seen.joined(separator: ",")
    }

    /// What a reader wants to know first: that it is an exercise, an update or a cancellation, then its headline, else
    /// what it says of the place.
    static func subject(_ fields: AlertFields) -> String {
        var parts: [String] = []
        if let status = fields.text(at: ["status"]), status != "actual" { parts.append("[\(status)]") }
        if let type = fields.text(at: ["messageType"]), type != "alert" { parts.append("[\(type)]") }
        let subject =
            fields.text(at: ["text", "0", "headline"]) ?? fields.text(at: ["place", "name"])
            ?? fields.text(at: ["place", "locode"]) ?? fields.text(at: ["outcome"]) ?? fields.text(at: ["question"])
        return (parts + [subject ?? ""]).joined(separator: " ")
    }

    /// The colours of the Traffic Light Protocol 2.0, as near as a terminal has them.
    static func styles(of label: String) -> [TextStyle] {
        switch label {
        case "RED": [.bold, .red]
        case "AMBER", "AMBER+STRICT": [.yellow]
        case "GREEN": [.green]
        default: []
        }
    }
}
