/// A mode of transport (UNECE Recommendation 19): one digit.
public enum TransportMode: StandardCode {
    /// Judges the code: all ten digits are in the list.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        text.count == 1 && ASCII.isDigit(text[0]) ? .valid : .wrongShape
    }
}

/// A unit of measure (UNECE Recommendation 20), of those that seizures need.
public enum UnitOfMeasure: String, StandardCode, CaseIterable, Sendable {
    /// Kilogram.
    case kilogram = "KGM"
    /// Gram.
    case gram = "GRM"
    /// Milligram.
    case milligram = "MGM"
    /// Tonne, of 1,000 kilograms.
    case tonne = "TNE"
    /// Litre.
    case litre = "LTR"
    /// Millilitre.
    case millilitre = "MLT"
    /// Metre.
    case metre = "MTR"
    /// Square metre.
    case squareMetre = "MTK"
    /// Piece.
    case piece = "H87"
    /// One.
    case one = "C62"

    private static let packedCodes = allCases.map { unit in
        unit.rawValue.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    /// Judges shape and membership.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard hasShape(text) else { return .wrongShape }
        guard text.count == 3 else { return .notListed }
        let code = UInt32(text[0]) << 16 | UInt32(text[1]) << 8 | UInt32(text[2])
        return packedCodes.contains(code) ? .valid : .notListed
    }

    /// Whether the bytes have the shape of a code: two or three capital letters or digits.
    public static func hasShape(_ text: UnsafeRawBufferPointer) -> Bool {
        guard 2...3 ~= text.count else { return false }
        for byte in text where !ASCII.isUpperOrDigit(byte) { return false }
        return true
    }
}

/// The codes of CITES documents (Resolution Conf. 12.3): one letter each.
public enum CITESCode {
    /// Codes for the purpose of a transaction.
    public static let purposes = "BEGHLMNPQSTZ"
    /// Codes for the source of a specimen.
    public static let sources = "ACDFIORUWXY"

    /// Judges a purpose.
    public static func checkPurpose(_ text: UnsafeRawBufferPointer) -> CodeVerdict { check(text, in: purposes) }

    /// Judges a source.
    public static func checkSource(_ text: UnsafeRawBufferPointer) -> CodeVerdict { check(text, in: sources) }

    /// Judges an appendix: `I`, `II` or `III`.
    public static func checkAppendix(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard 1...3 ~= text.count else { return .wrongShape }
        for byte in text where byte != UInt8(ascii: "I") { return .wrongShape }
        return .valid
    }

    private static func check(_ text: UnsafeRawBufferPointer, in codes: String) -> CodeVerdict {
        guard text.count == 1, ASCII.isUpper(text[0]) else { return .wrongShape }
        return codes.utf8.contains(text[0]) ? .valid : .notListed
    }
}
