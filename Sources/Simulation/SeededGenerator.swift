/// Random numbers that a seed determines: SplitMix64 (Steele, Lea and Flood, 2014).
///
/// Draws are made by this type's own methods only, so that the same seed gives the same stream whatever the version
/// of the standard library.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A number from 0 to `bound` − 1; `bound` is 1 or more.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of a range.
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of a hundred draws.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// A number from 0 up to, but not including, 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// One of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// Decimal digits.
    mutating func digits(_ count: Int) -> String {
        var text = ""
        for _ in 0..<count { text.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(below(10)))) }
        return text
    }

    /// Capital letters and digits that cannot be mistaken for others: no I, O and Q.
    mutating func reference(_ count: Int) -> String {
        var text = ""
        let signs = Self.referenceSigns
        for _ in 0..<count { text.unicodeScalars.append(Unicode.Scalar(signs[below(signs.count)])) }
        return text
    }

    private static let referenceSigns = Array("0123456789ABCDEFGHJKLMNPRSTUVWXYZ".utf8)
}
