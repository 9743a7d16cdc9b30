/// Breaks text between words.
public enum TextWrap {
    /// The lines of one paragraph, none wider than `columns` unless a single word is.
    public static func lines(_ paragraph: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for word in paragraph.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let wordWidth = DisplayWidth.of(word)
            if !line.isEmpty, width + 1 + wordWidth > columns {
                lines.append(line)
                line = ""
                width = 0
            }
            if !line.isEmpty {
                line += " "
                width += 1
            }
            line += word
            width += wordWidth
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    /// Paragraphs, separated by empty lines, each wrapped and indented. Lines that are indented already stay.
    public static func paragraphs(_ text: String, columns: Int, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        let room = max(20, columns - indent)
        return paragraphs(of: text).map { paragraph in
            let isLiteral = paragraph.allSatisfy { $0.hasPrefix("  ") }
            let kept = isLiteral ? paragraph : lines(paragraph.joined(separator: " "), columns: room)
            return kept.map { margin + $0 }.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    /// The paragraphs of a text as their lines.
    static func paragraphs(of text: String) -> [[String]] {
        text.split(separator: "\n", omittingEmptySubsequences: false).split(whereSeparator: \.isEmpty)
            .map { $0.map(String.init) }
    }
}
