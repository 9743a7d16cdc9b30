internal import Telemetry

/// A source line as it stands on the terminal: tabs expanded, controls escaped, clipped around the marked bytes.
struct SourceCells {
    /// What stands where the line was clipped.
    static let clipMark = "…"

    /// The line to show.
    let text: String
    /// The columns before the marked part.
    let indent: Int
    /// The columns of the marked part that are shown, at least one.
    let carets: Int

    /// What one character of the source shows.
    private struct Cell {
        var text: String
        var columns: Int
        var isMarked: Bool
    }

    init(_ bytes: [UInt8], clippedAround marked: Range<Int>, columns: Int) {
        let cells = Self.cells(bytes, marked)
        let markStart = cells.firstIndex(where: \.isMarked) ?? cells.count
        let markEnd = cells.lastIndex(where: \.isMarked).map { $0 + 1 } ?? cells.count
        var window = cells.indices
        if cells.reduce(0, { $0 + $1.columns }) > columns {
            window = Self.window(cells, markStart, columns: columns - 2)
        }
        let isClippedBefore = window.lowerBound > 0
        let isClippedBehind = window.upperBound < cells.count
        text =
            (isClippedBefore ? Self.clipMark : "") + cells[window].map(\.text).joined()
            + (isClippedBehind ? Self.clipMark : "")
        let before = cells[window.lowerBound..<max(window.lowerBound, min(markStart, window.upperBound))]
        indent = (isClippedBefore ? 1 : 0) + before.reduce(0) { $0 + $1.columns }
        let shown = cells[window.clamped(to: markStart..<max(markStart, markEnd))]
        carets = max(1, shown.reduce(0) { $0 + $1.columns })
    }

    /// The cells around the mark that fit: a third of the room before it, the rest from it on, and more before it
    /// where the line ends early.
    private static func window(_ cells: [Cell], _ mark: Int, columns: Int) -> Range<Int> {
        var start = mark
        var end = mark
        var used = 0
        func grow(_ limit: Int, backwards: Bool) {
            while used < limit {
                let next = backwards ? start - 1 : end
                guard cells.indices.contains(next), used + cells[next].columns <= limit else { return }
                used += cells[next].columns
                if backwards { start = next } else { end = next + 1 }
            }
        }
        grow(columns / 3, backwards: true)
        grow(columns, backwards: false)
        grow(columns, backwards: true)
        return start..<end
    }

    private static func cells(_ bytes: [UInt8], _ marked: Range<Int>) -> [Cell] {
        var cells: [Cell] = []
        var column = 0
        var index = 0
        while index < bytes.count {
            let (character, length) = character(in: bytes, at: index)
            let isMarked = marked.overlaps(index..<index + length)
            var cell = Cell(text: "", columns: 0, isMarked: isMarked)
            if bytes[index] == UInt8(ascii: "\t") {
                cell.columns = Snippet.tabColumns - column % Snippet.tabColumns
                cell.text = String(repeating: " ", count: cell.columns)
            } else if let character {
                cell.text = ControlEscapes.escaped(String(character))
                cell.columns = DisplayWidth.of(cell.text)
            } else {
                cell.text = "\\x" + (bytes[index] < 16 ? "0" : "") + String(bytes[index], radix: 16, uppercase: true)
                cell.columns = cell.text.count
            }
            cells.append(cell)
            column += cell.columns
            index += length
        }
        return cells
    }

    /// The scalar at a place and its length in bytes; nil and one for a byte that is no UTF-8.
    private static func character(in bytes: [UInt8], at index: Int) -> (Unicode.Scalar?, Int) {
        var decoder = UTF8()
        var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return (nil, 1) }
        return (scalar, UTF8.width(scalar))
    }
}
