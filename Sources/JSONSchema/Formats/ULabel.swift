/// A label of a host name in Unicode (RFC 5891, section 4.2; RFC 5892; RFC 5893).
enum ULabel {
    static func isValid(_ label: [UInt32]) -> Bool {
        guard let first = label.first, first != 0x2D, label.last != 0x2D else { return false }
        if label.count >= 4, label[2] == 0x2D, label[3] == 0x2D { return false }
        guard let start = Unicode.Scalar(first), !isMark(start) else { return false }
        for (index, value) in label.enumerated() {
            guard let scalar = Unicode.Scalar(value) else { return false }
            guard contextAllows(scalar, at: index, in: label) ?? isPermitted(scalar) else { return false }
        }
        return followsBidirectionalRule(label)
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// RFC 5892, section 2.6: exceptions that are valid or not whatever their category.
    private static let permittedExceptions: Set<UInt32> = [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007]
    private static let forbiddenExceptions: Set<UInt32> = [
        0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B,
    ]

    private static func isPermitted(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return scalar.value == 0x2D || UInt8(scalar.value).isASCIIAlphanumeric }
        if permittedExceptions.contains(scalar.value) { return true }
        if forbiddenExceptions.contains(scalar.value) { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber:
            return !scalar.properties.isDefaultIgnorableCodePoint && !scalar.properties.changesWhenNFKCCaseFolded
        default: return false
        }
    }

    /// RFC 5892, appendix A; nil where no rule concerns the code point.
    private static func contextAllows(_ scalar: Unicode.Scalar, at index: Int, in label: [UInt32]) -> Bool? {
        let before = index > 0 ? label[index - 1] : 0
        let after = index + 1 < label.count ? label[index + 1] : 0
        switch scalar.value {
        case 0x200C, 0x200D:
            let isAfterVirama = Unicode.Scalar(before)?.properties.canonicalCombiningClass == .virama
            return isAfterVirama || (scalar.value == 0x200C && joins(label, around: index))
        case 0xB7: return before == 0x6C && after == 0x6C
        case 0x375: return isGreek(after)
        case 0x5F3, 0x5F4: return isHebrew(before)
        case 0x30FB: return label.contains(where: isJapanese)
        case 0x660...0x669: return !label.contains { (0x6F0...0x6F9).contains($0) }
        case 0x6F0...0x6F9: return !label.contains { (0x660...0x669).contains($0) }
        default: return nil
        }
    }

    /// Whether a joiner stands between letters of Arabic script, which join on both sides.
    private static func joins(_ label: [UInt32], around index: Int) -> Bool {
        guard index > 0, index + 1 < label.count else { return false }
        return (0x620...0x77F).contains(label[index - 1]) && (0x620...0x77F).contains(label[index + 1])
    }

    private static func isGreek(_ scalar: UInt32) -> Bool {
        (0x370...0x3FF).contains(scalar) || (0x1F00...0x1FFF).contains(scalar)
    }

    private static func isHebrew(_ scalar: UInt32) -> Bool {
        (0x591...0x5F4).contains(scalar) || (0xFB1D...0xFB4F).contains(scalar)
    }

    private static func isJapanese(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0x3005, 0x3007, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
            true
        default: false
        }
    }

    /// Whether every label may stand in a name that has a label from right to left: it begins with a letter.
    static func followBidirectionalRule(_ labels: [[UInt32]]) -> Bool {
        guard labels.contains(where: { $0.contains(where: isRightToLeft) }) else { return true }
        return labels.allSatisfy { label in
            guard let first = label.first, let scalar = Unicode.Scalar(first) else { return true }
            return scalar.properties.isAlphabetic || isRightToLeft(first)
        }
    }

    private static func isRightToLeft(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x660...0x669, 0x6F0...0x6F9: false
        case 0x5BE...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            !(Unicode.Scalar(scalar).map(isMark) ?? true)
        default: false
        }
    }

    /// RFC 5893, section 2, as far as it concerns letters: a label with letters from right to left begins with one.
    private static func followsBidirectionalRule(_ label: [UInt32]) -> Bool {
        guard label.contains(where: isRightToLeft), let first = label.first else { return true }
        guard isRightToLeft(first) else { return false }
        let hasEuropeanDigits = label.contains { (0x30...0x39).contains($0) || (0x6F0...0x6F9).contains($0) }
        if hasEuropeanDigits, label.contains(where: { (0x660...0x669).contains($0) }) { return false }
        return !label.contains { scalar in
            guard scalar != 0x2D, !isRightToLeft(scalar), let letter = Unicode.Scalar(scalar) else { return false }
            return letter.properties.isAlphabetic && !isMark(letter)
        }
    }
}

extension Unicode.CanonicalCombiningClass {
    fileprivate static let virama = Unicode.CanonicalCombiningClass(rawValue: 9)
}
