/// The names of Unicode properties in ECMA-262 (tables 67 to 69), and what RE2 calls them.
enum UnicodeProperties {
    /// The name for RE2; nil where it has no such property.
    static func name(_ text: String) -> String? {
        if let equals = text.firstIndex(of: "=") {
            let value = String(text[text.index(after: equals)...])
            switch text[..<equals] {
            case "General_Category", "gc": return categories[value] ?? (categoryCodes.contains(value) ? value : nil)
            case "Script", "sc": return isName(value) ? value : nil
            default: return nil
            }
        }
        return categories[text] ?? (categoryCodes.contains(text) ? text : nil)
    }

    /// Which scripts there are, RE2 knows itself and refuses the rest.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: "_") }
    }

    private static let categoryCodes: Set<String> = [
        "C", "Cc", "Cf", "Co", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P",
        "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
    ]

    private static let categories: [String: String] = [
        "Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Private_Use": "Co", "Letter": "L", "Lowercase_Letter": "Ll",
        "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Titlecase_Letter": "Lt", "Uppercase_Letter": "Lu",
        "Mark": "M", "Combining_Mark": "M", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Nonspacing_Mark": "Mn",
        "Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
        "Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd",
        "Close_Punctuation": "Pe", "Final_Punctuation": "Pf", "Initial_Punctuation": "Pi", "Other_Punctuation": "Po",
        "Open_Punctuation": "Ps", "Symbol": "S", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk",
        "Math_Symbol": "Sm", "Other_Symbol": "So", "Separator": "Z", "Line_Separator": "Zl",
        "Paragraph_Separator": "Zp", "Space_Separator": "Zs",
    ]
}
