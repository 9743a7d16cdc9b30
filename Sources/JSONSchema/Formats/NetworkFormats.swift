/// `ipv4`, `ipv6`, `hostname`, `email` and the international forms of the latter.
enum NetworkFormats {
    /// RFC 2673, section 3.2: four decimal numbers without leading zeros.
    static func isIPv4(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        for part in 0..<4 {
            if part > 0, !reader.take(".") { return false }
            let startsWithZero = reader.next == UInt8(ascii: "0")
            let start = reader.at
            let digits = reader.skipDigits()
            guard digits >= 1, digits <= 3, !startsWithZero || digits == 1 else { return false }
            reader.at = start
            if reader.digits(digits) > 255 { return false }
        }
        return reader.isAtEnd
    }

    /// RFC 4291, section 2.2.
    static func isIPv6(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var reader = ByteReader(bytes)
        var groups = 0
        var isCompressed = false
        if reader.take(":") {
            guard reader.take(":") else { return false }
            isCompressed = true
        }
        while !reader.isAtEnd {
            let start = reader.at
            while reader.next.isASCIIHexDigit { reader.at += 1 }
            let digits = reader.at - start
            if reader.next == UInt8(ascii: ".") {
                groups += 2
                guard isIPv4(UnsafeRawBufferPointer(rebasing: bytes[start...])) else { return false }
                return isCompressed ? groups < 8 : groups == 8
            }
            guard digits >= 1, digits <= 4 else { return false }
            groups += 1
            if reader.isAtEnd { break }
            guard reader.take(":"), !reader.isAtEnd else { return false }
            if reader.take(":") {
                guard !isCompressed else { return false }
                isCompressed = true
            }
        }
        return isCompressed ? groups < 8 : groups == 8
    }

    private static let hostnameBytesMax = 253
    private static let labelBytesMax = 63

    /// RFC 1123, section 2.1, with the A-labels of RFC 5891 checked.
    static func isHostname(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 1, bytes.count <= hostnameBytesMax else { return false }
        var start = 0
        var at = 0
        while at <= bytes.count {
            if at == bytes.count || bytes[at] == UInt8(ascii: ".") {
                guard isLabel(bytes.part(start, at)) else { return false }
                start = at + 1
            }
            at += 1
        }
        return true
    }

    private static func isLabel(_ label: UnsafeRawBufferPointer) -> Bool {
        guard label.count > 0, label.count <= labelBytesMax else { return false }
        guard label[0] != UInt8(ascii: "-"), label[label.count - 1] != UInt8(ascii: "-") else { return false }
        guard label.holds({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }) else { return false }
        guard label.count >= 4, label[2] == UInt8(ascii: "-"), label[3] == UInt8(ascii: "-") else { return true }
        return InternationalNames.isALabel(label)
    }

    /// RFC 5890, section 2.3.2.3: U-labels are allowed, too, and the full stops of other scripts.
    static func isInternationalHostname(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if bytes.holds({ $0 < 0x80 }) { return isHostname(bytes) }
        return InternationalNames.isHostname(bytes)
    }

    private static let localPartBytesMax = 64
    /// RFC 5322, section 3.2.3.
    /// `` !#$%&'*+-/=?^_`{|}~ ``
    static var atomPunctuation: ASCIISet { ASCIISet(low: 0xA000_ACFA_0000_0000, high: 0x7800_0001_C000_0000) }

    /// RFC 5321, section 4.1.2: a mailbox.
    static func isEmail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isMailbox(bytes, allowsInternational: false)
    }

    /// RFC 6531, section 3.3.
    static func isInternationalEmail(_ bytes: UnsafeRawBufferPointer) -> Bool {
        isMailbox(bytes, allowsInternational: true)
    }

    private static func isMailbox(_ bytes: UnsafeRawBufferPointer, allowsInternational: Bool) -> Bool {
        let sign = bytes.lastPlace(of: UInt8(ascii: "@"))
        guard sign >= 1, sign <= localPartBytesMax else { return false }
        let local = bytes.part(0, sign)
        let domain = bytes.part(sign + 1, bytes.count)
        let isLocalRight =
            local[0] == UInt8(ascii: "\"")
            ? isQuoted(local, allowsInternational) : isDotted(local, allowsInternational)
        guard isLocalRight else { return false }
        if domain.count > 1, domain[0] == UInt8(ascii: "["), domain[domain.count - 1] == UInt8(ascii: "]") {
            let address = UnsafeRawBufferPointer(rebasing: domain.dropFirst().dropLast())
            let prefix = Array("IPv6:".utf8)
            if address.starts(with: prefix) {
                return isIPv6(UnsafeRawBufferPointer(rebasing: address.dropFirst(prefix.count)))
            }
            return isIPv4(address)
        }
        return allowsInternational ? isInternationalHostname(domain) : isHostname(domain)
    }

    private static func isDotted(_ local: UnsafeRawBufferPointer, _ allowsInternational: Bool) -> Bool {
        var afterDot = true
        var at = 0
        while at < local.count {
            let byte = local[at]
            at += 1
            if byte == UInt8(ascii: ".") {
                if afterDot { return false }
                afterDot = true
            } else {
                guard isAtom(byte) || (allowsInternational && byte >= 0x80) else { return false }
                afterDot = false
            }
        }
        return !afterDot
    }

    private static func isAtom(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || atomPunctuation.contains(byte)
    }

    private static func isQuoted(_ local: UnsafeRawBufferPointer, _ allowsInternational: Bool) -> Bool {
        guard local.count >= 2, local[local.count - 1] == UInt8(ascii: "\"") else { return false }
        var at = 1
        while at < local.count - 1 {
            if local[at] == UInt8(ascii: "\\") {
                at += 1
                guard at < local.count - 1 else { return false }
            } else if local[at] == UInt8(ascii: "\"") {
                return false
            }
            guard (0x20...0x7E).contains(local[at]) || (allowsInternational && local[at] >= 0x80) else { return false }
            at += 1
        }
        return true
    }
}
