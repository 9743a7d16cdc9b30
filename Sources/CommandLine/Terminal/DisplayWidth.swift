/// How many columns text takes on a terminal: two for East Asian wide characters and emoji, none for marks that combine.
public enum DisplayWidth {
    /// The columns of a text without control characters.
    ///
    /// - Complexity: O(n).
    public static func of(_ text: some StringProtocol) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// The columns of one character as a reader sees it: a base with its marks, a flag, a joined emoji.
    public static func of(_ character: Character) -> Int {
        if let ascii = character.asciiValue { return ascii < 0x20 || ascii == 0x7F ? 0 : 1 }
        var width = 0
        for scalar in character.unicodeScalars {
            // An emoji presentation selector widens what stands before it.
            if scalar == "\u{FE0F}" { return 2 }
            width = max(width, of(scalar))
        }
        return width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }  // vowels and finals of Hangul join their initial
        if (0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }  // letters of flags
        return scalar.properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
    }

    /// The blocks whose characters are wide or full-width by Unicode Standard Annex 11, emoji apart.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]

    private static func isWide(_ code: UInt32) -> Bool {
        guard code >= 0x1100 else { return false }
        return wide.contains { $0.contains(code) }
    }

    /// The longest prefix that fits `columns`; where something is cut, its last column is `…`.
    public static func truncated(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return "" }
        // Most cells are short: a count of bytes settles them without looking at characters.
        if text.utf8.count <= columns || of(text) <= columns { return text }
        var kept = ""
        var width = 0
        for character in text {
            let next = of(character)
            if width + next > columns - 1 { break }
            kept.append(character)
            width += next
        }
        return kept + "…"
    }

    /// The text filled with spaces to `columns`; unchanged where it is as wide or wider.
    public static func padded(_ text: String, to columns: Int, _ alignment: TextAlignment = .leading) -> String {
        let missing = columns - of(text)
        guard missing > 0 else { return text }
        switch alignment {
        case .leading: return text + String(repeating: " ", count: missing)
        case .trailing: return String(repeating: " ", count: missing) + text
        case .center:
            let before = missing / 2
            return String(repeating: " ", count: before) + text + String(repeating: " ", count: missing - before)
        }
    }
}

/// On which side text stands.
public enum TextAlignment: Sendable {
    /// At the left.
    case leading
    /// At the right, as numbers do.
    case trailing
    /// In the middle.
    case center
}
