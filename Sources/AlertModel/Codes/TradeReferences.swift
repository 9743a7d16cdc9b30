/// The unique consignment reference of the WCO: year digit, ISO country, company identification and reference.
public enum ConsignmentReference: StandardCode {
    private static let lengthMax = 35

    /// Judges the shape. Whether the country exists is judged against the list: it stands at `countryRange`.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard 5...lengthMax ~= text.count, ASCII.isDigit(text[0]) else { return .wrongShape }
        guard ASCII.isUpper(text[1]), ASCII.isUpper(text[2]) else { return .wrongShape }
        for index in 3..<text.count where !TraderIdentification.isReferenceByte(text[index]) { return .wrongShape }
        return .valid
    }

    /// Where the country code stands.
    public static let countryRange = 1..<3
}

/// The trader identification number of the WCO: ISO country and the national identifier.
public enum TraderIdentification: StandardCode {
    private static let lengthMax = 35

    /// Judges the shape. Whether the country exists is judged against the list: it stands at `countryRange`.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard 3...lengthMax ~= text.count else { return .wrongShape }
        guard ASCII.isUpper(text[0]), ASCII.isUpper(text[1]) else { return .wrongShape }
        for index in 2..<text.count where !isReferenceByte(text[index]) { return .wrongShape }
        return .valid
    }

    /// Where the country code stands.
    public static let countryRange = 0..<2

    static func isReferenceByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"): true
        default: ASCII.isUpperOrDigit(byte)
        }
    }
}

/// A UN/LOCODE (UNECE Recommendation 16): country and three characters of place.
public enum LocationCode: StandardCode {
    /// Judges the shape. Whether the country exists is judged against the list: it stands at `countryRange`.
    public static func check(_ text: UnsafeRawBufferPointer) -> CodeVerdict {
        guard text.count == 5, ASCII.isUpper(text[0]), ASCII.isUpper(text[1]) else { return .wrongShape }
        for index in 2..<5 {
            let byte = text[index]
            guard ASCII.isUpper(byte) || 2...9 ~= Int(byte) - 0x30 else { return .wrongShape }
        }
        return .valid
    }

    /// Where the country code stands.
    public static let countryRange = 0..<2

    /// Whether a code of the right shape lies in international waters, which belong to no country: `XZ`.
    public static func isInternationalWaters(_ text: UnsafeRawBufferPointer) -> Bool {
        text[0] == UInt8(ascii: "X") && text[1] == UInt8(ascii: "Z")
    }
}
