/// A set of ASCII characters as 128 bits. Given as numbers, so that it needs no initialiser at run time.
struct ASCIISet: Equatable {
    let low: UInt64
    let high: UInt64

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The set of these characters: what the numbers are checked against.
    init(_ characters: String) {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        for byte in characters.utf8 {
            if byte < 64 { bits.low |= 1 << UInt64(byte) } else { bits.high |= 1 << UInt64(byte & 63) }
        }
        self.init(low: bits.low, high: bits.high)
    }

    @inline(always)
    func contains(_ byte: UInt8) -> Bool {
        // Without a branch: what comes next in a text cannot be foretold.
        let word = byte & 0x40 == 0 ? low : high
        let isASCII = UInt64(~byte &>> 7)
        return word &>> UInt64(byte & 63) & isASCII != 0
    }
}
