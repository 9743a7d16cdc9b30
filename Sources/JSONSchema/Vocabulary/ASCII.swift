extension UInt8 {
    @inline(__always)
    var isASCIIDigit: Bool { self &- 0x30 <= 9 }

    @inline(__always)
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 <= 25 }

    @inline(__always)
    var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- 0x61 <= 5 }

    @inline(__always)
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}
