/// The identifier of an alert within its origin: a UUID of version 7 (RFC 9562, section 5.7).
public struct AlertIdentifier: Hashable, Comparable, Sendable {
    /// Characters of the written form.
    public static let textLength = 36

    /// The first eight bytes: 48 bits of milliseconds since 1970, version, 12 bits.
    public let high: UInt64
    /// The last eight bytes: variant and 62 bits.
    public let low: UInt64

    /// Takes over 128 bits, nil where version or variant are not those of version 7.
    public init?(high: UInt64, low: UInt64) {
        guard high >> 12 & 0xF == 7, low >> 62 == 0b10 else { return nil }
        (self.high, self.low) = (high, low)
    }

    /// Parses the written form, with letters of either case; nil for anything else.
    public init?(_ text: UnsafeRawBufferPointer) {
        guard text.count == Self.textLength else { return nil }
        func eight(_ at: Int) -> UInt64 {
            UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        }
        func four(_ at: Int) -> UInt64 {
            UInt64(UInt32(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        }
        let hyphens = (text[8] ^ 0x2D) | (text[13] ^ 0x2D) | (text[18] ^ 0x2D) | (text[23] ^ 0x2D)
        var invalid = UInt64(hyphens)
        let first = ASCII.hexadecimal(eight(0), &invalid)
        let second = ASCII.hexadecimal(four(9) | four(14) << 32, &invalid)
        let third = ASCII.hexadecimal(four(19) | four(24) << 32, &invalid)
        let fourth = ASCII.hexadecimal(eight(28), &invalid)
        guard invalid == 0 else { return nil }
        self.init(high: UInt64(first) << 32 | UInt64(second), low: UInt64(third) << 32 | UInt64(fourth))
    }

    /// Parses the written form.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let parsed = text.withUTF8({ AlertIdentifier(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = parsed
    }

    /// The 128 bits as one number, the most significant byte first.
    public var value: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// Milliseconds since 1970 at which the identifier was made, as its maker's clock had it.
    public var milliseconds: Int64 { Int64(high >> 16) }

    /// The order of the bytes, which is that of time.
    public static func < (one: AlertIdentifier, other: AlertIdentifier) -> Bool {
        one.high == other.high ? one.low < other.low : one.high < other.high
    }

    /// The sixteen bytes, in network order.
    public var bytes: [UInt8] {
        [high, low].flatMap { word in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }
}

extension AlertIdentifier: CustomStringConvertible {
    /// The written form, in small letters.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(Self.textLength)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Makes identifiers that grow, also within one millisecond and when the clock goes back (RFC 9562, section 6.2,
/// method 2: the random part is counted up).
public struct AlertIdentifierGenerator: Sendable {
    private static let millisecondsMax: Int64 = (1 << 48) - 1
    fileprivate static let randomLowMask: UInt64 = (1 << 62) - 1

    private var last: AlertIdentifier?

    /// A generator that has made nothing yet.
    public init() {}

    /// The next identifier. `now` is in milliseconds since 1970, from 0 to 2⁴⁸ − 1; it is clamped to that.
    public mutating func next(
        milliseconds now: Int64, using random: inout some RandomNumberGenerator
    ) -> AlertIdentifier {
        let milliseconds = min(max(now, 0), Self.millisecondsMax)
        let identifier: AlertIdentifier
        if let last, last.milliseconds >= milliseconds {
            // A step of up to 2³², so that identifiers within a millisecond cannot be guessed from one another.
            identifier = last.advanced(by: UInt64(random.next() as UInt32) + 1)
        } else {
            let high = UInt64(milliseconds) << 16 | 0x7000 | random.next() & 0x0FFF
            let low = 1 << 63 | random.next() & Self.randomLowMask
            identifier = AlertIdentifier(unchecked: high, low)
        }
        last = identifier
        return identifier
    }
}

extension AlertIdentifier {
    fileprivate init(unchecked high: UInt64, _ low: UInt64) { (self.high, self.low) = (high, low) }

    /// Counts up the 74 bits that are neither time, version nor variant; what overflows goes into the time.
    fileprivate func advanced(by step: UInt64) -> AlertIdentifier {
        let random = low & AlertIdentifierGenerator.randomLowMask
        let sum = random + step
        let carry = sum >> 62
        let counter = (high & 0x0FFF) + carry
        let time = (high >> 16) + (counter >> 12)
        return AlertIdentifier(
            unchecked: time << 16 | 0x7000 | counter & 0x0FFF, 1 << 63 | sum & AlertIdentifierGenerator.randomLowMask)
    }
}
