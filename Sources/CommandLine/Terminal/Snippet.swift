internal import Telemetry

/// A place in a source shown with a caret under it, in the form known from compilers.
///
///     error: unknown field "kindd"
///      --> hub.jsonc:3:5
///       |
///     3 |     "kindd": 4
///       |     ^^^^^^^ no such field
///       |
///       = help: did you mean kind?
///
/// The source may be hostile: control characters and broken UTF-8 become visible escapes, tabs become spaces, long
/// lines are clipped around the caret.
public struct Snippet: Sendable {
    /// The columns a tab reaches to the next multiple of.
    public static let tabColumns = 4

    /// How bad it is, and the word for it.
    public enum Severity: String, Sendable {
        /// Refused.
        case error
        /// Worth a look.
        case warning
        /// For information.
        case note
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong, one line.
    public var message: String
    /// The file's name, as the user gave it.
    public var file: String
    /// The line, the first being 1.
    public let line: Int
    /// The place in the line in Unicode scalars, the first being 1.
    public let column: Int
    /// What stands beside the carets.
    public var label: String?
    /// What would help.
    public var help: String?

    private let bytes: [UInt8]
    private let range: Range<Int>

    /// A place given by byte offset and length; both are brought within the source.
    public init(
        _ message: String, severity: Severity = .error, file: String, source: [UInt8], offset: Int, length: Int = 1,
        label: String? = nil, help: String? = nil
    ) {
        let place = SourceLine(in: source, at: offset)
        self.init(message, severity, file: file, place: place, length: length, label, help)
    }

    /// A place given by line and column, the first of each being 1; `columnUnit` says what a column counts.
    public init(
        _ message: String, severity: Severity = .error, file: String, source: [UInt8], line: Int, column: Int,
        length: Int = 1, columnUnit: ColumnUnit = .scalars, label: String? = nil, help: String? = nil
    ) {
        let place = SourceLine(in: source, line: line, column: column, unit: columnUnit)
        var byteLength = length
        if columnUnit == .scalars {
            byteLength = SourceLine.byteCount(ofScalars: length, in: place.bytes.dropFirst(place.offset))
        }
        self.init(message, severity, file: file, place: place, length: byteLength, label, help)
    }

    /// What a column counts.
    public enum ColumnUnit: Sendable {
        /// Unicode scalars.
        case scalars
        /// Bytes of UTF-8.
        case bytes
    }

    private init(
        _ message: String, _ severity: Severity, file: String, place: SourceLine, length: Int,
        _ label: String?, _ help: String?
    ) {
        self.severity = severity
        self.message = message
        self.file = file
        self.label = label
        self.help = help
        line = place.number
        column = place.column
        bytes = Array(place.bytes)
        let (end, overflow) = place.offset.addingReportingOverflow(max(1, length))
        range = place.offset..<max(place.offset, overflow ? bytes.count : min(end, bytes.count))
    }

    /// The lines, each ending in a newline.
    public func text(on terminal: Terminal) -> String {
        let number = String(line)
        let margin = String(repeating: " ", count: number.count)
        let bar = terminal.styled("|", .blue)
        let rows = rendered(columns: max(20, terminal.columns - number.count - 3))
        let style: TextStyle = severity == .error ? .red : severity == .warning ? .yellow : .cyan
        var text = terminal.styled("\(severity.rawValue):", .bold, style)
        text += " \(terminal.styled(ControlEscapes.escaped(message), .bold))\n"
        let arrow = terminal.styled("-->", .blue)
        text += "\(margin)\(arrow) \(ControlEscapes.escaped(file)):\(line):\(column)\n"
        text += "\(margin) \(bar)\n"
        text += "\(terminal.styled(number, .blue)) \(bar)\(rows.source.isEmpty ? "" : " ")\(rows.source)\n"
        let carets = String(repeating: "^", count: rows.carets) + (label.map { " " + ControlEscapes.escaped($0) } ?? "")
        let indent = String(repeating: " ", count: rows.indent)
        text += "\(margin) \(bar) \(indent)\(terminal.styled(carets, .bold, style))\n"
        if let help {
            text += "\(margin) \(bar)\n"
            text += "\(margin) \(terminal.styled("=", .blue)) help: \(ControlEscapes.escaped(help))\n"
        }
        return text
    }

    /// The source line as cells of the terminal, clipped, and where the carets stand under it.
    private func rendered(columns: Int) -> (source: String, indent: Int, carets: Int) {
        let cells = SourceCells(bytes, clippedAround: range, columns: columns)
        return (cells.text, cells.indent, cells.carets)
    }
}
