/// Strings that differ from another by little, in ways that formats may let pass.
struct TextVariations {
    /// The strings: longer ones where the length asks for it, then shorter ones, then others of the same length.
    let texts: [ExactText]

    init(of text: ExactText, lengthMin: Int) {
        let scalars = Array(text.string.unicodeScalars)
        var found: [ExactText] = []
        func add(_ scalars: [UnicodeScalar]) {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            found.append(ExactText(String(view)))
        }
        let missing = lengthMin - scalars.count
        if missing > 0, missing <= Self.addedMax {
            for (place, scalar) in scalars.enumerated() where Self.isPlain(scalar) {
                add(scalars[..<place] + [UnicodeScalar](repeating: scalar, count: missing) + scalars[place...])
            }
        }
        for place in scalars.indices.reversed() { add(Array(scalars[..<place]) + scalars[(place + 1)...]) }
        for place in scalars.indices.reversed() {
            for other in Self.others(scalars[place]) {
                var changed = scalars
                changed[place] = other
                add(changed)
            }
        }
        texts = found
    }

    private static let addedMax = 4_096

    private static func isPlain(_ scalar: UnicodeScalar) -> Bool {
        UInt8(exactly: scalar.value).map(\.isASCIIAlphanumeric) ?? false
    }

    /// The digits, or the letters of the same case, that a digit or letter may be exchanged for.
    private static func others(_ scalar: UnicodeScalar) -> [UnicodeScalar] {
        guard isPlain(scalar) else { return [] }
        let first: UnicodeScalar = scalar.value < 0x3A ? "0" : scalar.value < 0x5B ? "A" : "a"
        let count: UInt32 = first == "0" ? 10 : 26
        return (0..<count).compactMap { UnicodeScalar(first.value + $0) }.filter { $0 != scalar }
    }
}
