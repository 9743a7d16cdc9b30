/// Makes foreign text safe to show: what a terminal or a line reader would obey becomes a visible escape.
///
/// Escaped are the C0 and C1 controls, DEL, line and paragraph separators, format characters such as the bidirectional
/// overrides and the zero-width space, the Unicode tag block, and noncharacters. Joiners (U+200C, U+200D) stay: Persian
/// and Indic names need them. The backslash itself stays single, because the result is for eyes and not for a parser;
/// `escapesBackslash` doubles it where the result must be unambiguous.
public enum ControlEscapes {
    /// Whether `scalar` is shown as an escape.
    public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        let code = scalar.value
        if code < 0x7F { return code < 0x20 }
        if code < 0xA0 { return true }
        if code < 0xAD { return false }
        if code == 0x200C || code == 0x200D { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        case .unassigned: return scalar.properties.isNoncharacterCodePoint
        default: return false
        }
    }

    /// `text` with every unsafe scalar replaced by `\n`, `\t`, `\r`, `\e` or `\u{…}`.
    ///
    /// - Complexity: O(n); text that needs no escape is returned as it is.
    public static func escaped(_ text: String, escapesBackslash: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { isUnsafe($0) || (escapesBackslash && $0 == "\\") }) else {
            return text
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result.append(contentsOf: escape(of: scalar).unicodeScalars)
            } else if escapesBackslash && scalar == "\\" {
                result.append(contentsOf: "\\\\".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The visible escape of one scalar.
    static func escape(of scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{1B}": return "\\e"
        default: return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}
