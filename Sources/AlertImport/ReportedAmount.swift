import Glibc

/// An amount as a table gives it, rounded to twelve significant digits: tables that went through binary floating
/// point carry its traces (`7.497999999999999`).
struct ReportedAmount: Equatable {
    /// The largest value that a quantity of an alert may have.
    static let quantityMax = 1e12
    private static let significantDigits = 12.0
    private static let charactersMax = 40

    let value: Double

    private init(rounding value: Double) { self.value = Self.rounded(value) }

    /// Reads a decimal number with a point, and an exponent perhaps; nil for anything else.
    init?(_ text: String) {
        guard text.utf8.count <= Self.charactersMax, text.utf8.allSatisfy(Self.isAllowed), let value = Double(text),
            value.isFinite
        else { return nil }
        self.init(rounding: value)
    }

    func times(_ factor: Double) -> ReportedAmount {
        factor == 1 ? self : ReportedAmount(rounding: value * factor)
    }

    /// The shortest way to write it, without a point where it is whole.
    var text: String { Self.text(value) }

    static func text(_ value: Double) -> String {
        let wholeMax = 1e15
        return value == value.rounded() && abs(value) < wholeMax ? String(Int64(value)) : "\(value)"
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func rounded(_ value: Double) -> Double {
        guard value != 0 else { return value }
        let scale = pow(10, significantDigits - 1 - log10(abs(value)).rounded(.down))
        // Powers of ten are exact up to 10²²; beyond, rounding would do harm.
        guard scale >= 1, scale <= 1e22 else { return value }
        return (value * scale).rounded() / scale
    }
}
