internal import Telemetry

/// Rows in columns that fit a width.
///
/// Cells are foreign text: they are escaped. What does not fit is cut with `…`, the widest columns first.
public struct Table: Sendable {
    /// The narrowest a column is made to fit, in columns of the terminal.
    public static let columnWidthMin = 4
    /// What stands between columns.
    public static let gap = "  "

    /// One column.
    public struct Column: Sendable {
        /// The heading.
        public var title: String
        /// Where its cells stand.
        public var alignment: TextAlignment
        /// Whether it may be cut; identifiers should not be.
        public var isFlexible: Bool
        /// How its cells look.
        public var styles: [TextStyle]

        /// Describes a column.
        public init(
            _ title: String, _ alignment: TextAlignment = .leading, isFlexible: Bool = true, styles: [TextStyle] = []
        ) {
            self.title = title
            self.alignment = alignment
            self.isFlexible = isFlexible
            self.styles = styles
        }
    }

    /// The columns.
    public let columns: [Column]
    private var rows: [[String]] = []

    /// A table without rows.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Whether there are no rows.
    public var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; cells that are missing are empty, those beyond the columns are dropped.
    public mutating func append(_ cells: [String]) {
        rows.append(columns.indices.map { $0 < cells.count ? ControlEscapes.escaped(cells[$0]) : "" })
    }

    /// The lines, heading first, each ending in a newline. Cut only on a terminal: a pipe gets everything.
    public func text(on terminal: Terminal) -> String {
        let widths = fittedWidths(terminal.isTerminal ? terminal.columns : .max)
        var text = line(columns.map(\.title), widths) { _, cell in terminal.styled(cell, .bold) }
        for row in rows {
            text += line(row, widths) { index, cell in terminal.styled(cell, columns[index].styles) }
        }
        return text
    }

    /// Lays out one line; styles are put on after widths are settled and never on trailing spaces.
    private func line(_ cells: [String], _ widths: [Int], style: (Int, String) -> String) -> String {
        var line = ""
        var pendingSpaces = 0
        for (index, cell) in cells.enumerated() {
            if index > 0 { pendingSpaces += Self.gap.count }
            let cut = DisplayWidth.truncated(cell, to: widths[index])
            let missing = max(0, widths[index] - DisplayWidth.of(cut))
            let before =
                switch columns[index].alignment {
                case .leading: 0
                case .trailing: missing
                case .center: missing / 2
                }
            pendingSpaces += before
            if !cut.isEmpty {
                line += String(repeating: " ", count: pendingSpaces) + style(index, cut)
                pendingSpaces = 0
            }
            pendingSpaces += missing - before
        }
        return line + "\n"
    }

    private func fittedWidths(_ room: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index])) }
        }
        let gaps = Self.gap.count * max(0, columns.count - 1)
        var excess = widths.reduce(gaps, +) - room
        while excess > 0 {
            // Level the widest flexible columns down to the next widest, so that narrow columns stay whole.
            let flexible = columns.indices.filter { columns[$0].isFlexible && widths[$0] > Self.columnWidthMin }
            guard let greatest = flexible.map({ widths[$0] }).max() else { break }
            let widest = flexible.filter { widths[$0] == greatest }
            let next = flexible.map { widths[$0] }.filter { $0 < greatest }.max() ?? Self.columnWidthMin
            let share = min(greatest - next, (excess + widest.count - 1) / widest.count)
            for index in widest where excess > 0 {
                let cut = min(share, excess)
                widths[index] -= cut
                excess -= cut
            }
        }
        return widths
    }
}
