internal import Telemetry

/// A line format such as `{position:>8} {alert.id}\t{topics}`, for `--format`.
///
/// `{name}` and `{name.name}` stand for fields; `{name:<10}` fills to ten columns at the left, `>` at the right, `^` in
/// the middle, and `{name:.10}` or `{name:<10.10}` cuts to ten. `\t`, `\n`, `\\` mean tab, newline and backslash,
/// `{{` and `}}` braces. Values are foreign text: they are escaped.
public struct OutputTemplate: Sendable {
    /// The longest template, in characters.
    public static let charactersMax = 10_000
    /// The widest field, in columns.
    public static let columnsMax = 1000

    /// What is wrong with a template, and where.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        /// The place, in characters, the first being 1.
        public var column: Int
        /// What is wrong and what would be right.
        public var message: String

        /// One line.
        public var description: String { "column \(column): \(message)" }
    }

    enum Piece: Equatable {
        case text(String)
        case field(path: [String], layout: Layout, column: Int)
    }

    struct Layout: Equatable {
        var alignment: TextAlignment = .leading
        var columns = 0
        var columnsMax: Int?
    }

    let pieces: [Piece]

    /// Reads a template.
    public init(_ template: String) throws(Problem) {
        var parser = OutputTemplateParser(template)
        pieces = try parser.parse()
    }

    /// The names used, with the column of each, so that unknown ones can be refused before there is output.
    public var fields: [(path: [String], column: Int)] {
        pieces.compactMap { piece in
            if case .field(let path, _, let column) = piece { (path, column) } else { nil }
        }
    }

    /// One line without a newline at its end; a field whose value is nil is empty.
    public func text(_ value: (_ path: [String]) -> String?) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .field(let path, let layout, _):
                var shown = ControlEscapes.escaped(value(path) ?? "")
                if let columns = layout.columnsMax { shown = DisplayWidth.truncated(shown, to: columns) }
                text += DisplayWidth.padded(shown, to: layout.columns, layout.alignment)
            }
        }
        return text
    }
}
