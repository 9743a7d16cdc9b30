internal import Telemetry

/// One record as a block of labels and values; values are foreign text and escaped, and wrapped where too long.
public struct Card: Sendable {
    /// One line, or several where the value is long.
    public struct Field: Sendable {
        /// The label.
        public var label: String
        /// The value.
        public var value: String
        /// How the value looks.
        public var styles: [TextStyle]
    }

    /// The heading; nil for none.
    public var title: String?
    private var fields: [Field] = []

    /// An empty card.
    public init(title: String? = nil) { self.title = title }

    /// Adds a field; nil and empty values are left out.
    public mutating func append(_ label: String, _ value: String?, _ styles: TextStyle...) {
        guard let value, !value.isEmpty else { return }
        fields.append(Field(label: label, value: value, styles: styles))
    }

    /// The lines, each ending in a newline.
    public func text(on terminal: Terminal) -> String {
        var text = ""
        if let title { text += terminal.styled(ControlEscapes.escaped(title), .bold) + "\n" }
        let labelWidth = fields.reduce(0) { max($0, DisplayWidth.of($1.label)) }
        let indent = title == nil ? "" : "  "
        let margin = indent + String(repeating: " ", count: labelWidth + 2)
        let room = terminal.isTerminal ? max(20, terminal.columns - margin.count) : Int.max
        for field in fields {
            let label = DisplayWidth.padded(field.label, to: labelWidth)
            let lines = TextWrap.lines(ControlEscapes.escaped(field.value), columns: room)
                .map { terminal.styled($0, field.styles) }
            text += indent + terminal.styled(label, .dim) + "  " + lines.joined(separator: "\n" + margin) + "\n"
        }
        return text
    }
}
