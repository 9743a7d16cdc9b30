/// Labels of internationalised host names (RFC 5890 to 5893), as far as their shape goes.
enum InternationalNames {
    /// Whether an ASCII label with `--` at its third place is a right A-label: `xn--` and Punycode that decodes to a
    /// U-label.
    static func isALabel(_ label: UnsafeRawBufferPointer) -> Bool {
        guard label[0] | 0x20 == UInt8(ascii: "x"), label[1] | 0x20 == UInt8(ascii: "n"), label.count > 4 else {
            return false
        }
        guard let scalars = Punycode.decode(label[4...]), scalars.contains(where: { $0 >= 0x80 }) else { return false }
        // Only the encoding that the label itself has counts, or two names would look alike.
        guard Punycode.encode(scalars).elementsEqual(label[4...].map { $0 | ($0.isASCIILetter ? 0x20 : 0) }) else {
            return false
        }
        return ULabel.isValid(scalars)
    }

    private static let nameBytesMax = 253
    private static let labelBytesMax = 63

    static func isHostname(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        var labels: [[UInt32]] = [[]]
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2E, 0x3002, 0xFF0E, 0xFF61: labels.append([])
            default: labels[labels.count - 1].append(scalar.value)
            }
        }
        var total = labels.count - 1
        for label in labels {
            guard let count = encodedCount(label), count <= labelBytesMax else { return false }
            total += count
        }
        return total <= nameBytesMax && ULabel.followBidirectionalRule(labels)
    }

    /// The length of a label in its ASCII form, nil where it is none.
    private static func encodedCount(_ label: [UInt32]) -> Int? {
        if label.allSatisfy({ $0 < 0x80 }) {
            let bytes = label.map { UInt8($0) }
            return bytes.withUnsafeBytes { NetworkFormats.isHostname($0) } ? bytes.count : nil
        }
        guard ULabel.isValid(label) else { return nil }
        return 4 + Punycode.encode(label).count
    }
}
