/// The identity of a log: 16 random bytes, drawn when the log is begun.
///
/// A position means something only together with the epoch. A reader that knows another epoch's positions learns in
/// this way that the log was begun anew.
public struct Epoch: Hashable, Sendable {
    /// The length of an epoch, in bytes.
    public static let byteCount = 16

    /// The first eight bytes, in network order.
    public let high: UInt64

    /// The last eight bytes, in network order.
    public let low: UInt64

    /// The epoch with these halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes over 16 bytes, nil where there are not exactly 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var halves: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            if index < 8 { halves.0 = halves.0 << 8 | UInt64(byte) } else { halves.1 = halves.1 << 8 | UInt64(byte) }
        }
        self.init(high: halves.0, low: halves.1)
    }

    /// Reads 32 hexadecimal digits, nil where the text is anything else.
    public init?(hexadecimal: String) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Character(UnicodeScalar(digits[at])).hexDigitValue,
                let low = Character(UnicodeScalar(digits[at + 1])).hexDigitValue
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        self.init(bytes: bytes)
    }

    /// Draws an epoch from the system's source of randomness.
    public static func random() -> Epoch {
        var system = SystemRandomNumberGenerator()
        return Epoch(high: system.next(), low: system.next())
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }
}

extension Epoch: CustomStringConvertible {
    /// Thirty-two lower-case hexadecimal digits.
    public var description: String {
        [high, low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
