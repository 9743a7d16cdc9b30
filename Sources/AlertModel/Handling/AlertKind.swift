/// A word of a closed vocabulary of the alert's envelope, of at most eight bytes.
public protocol EnvelopeWord: RawRepresentable, Sendable where RawValue == String {
    /// The only word that can begin with a byte, nil where none does.
    static func candidate(beginningWith byte: UInt8) -> Self?
}

extension EnvelopeWord {
    /// The word that the bytes spell, nil for any other.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard 1...8 ~= bytes.count, let word = Self.candidate(beginningWith: bytes[0]) else { return nil }
        var spelled: UInt64 = 0
        for byte in bytes { spelled = spelled &<< 8 | UInt64(byte) }
        guard spelled &<< UInt64(64 &- 8 &* bytes.count) == word.packed else { return nil }
        self = word
    }

    /// The word's bytes, the first highest, filled up with zeros.
    var packed: UInt64 {
        var packed: UInt64 = 0
        var shift: UInt64 = 64
        for byte in rawValue.utf8 {
            shift &-= 8
            packed |= UInt64(byte) &<< shift
        }
        return packed
    }
}

/// What an alert is.
public enum AlertKind: String, EnvelopeWord, CaseIterable {
    /// Goods were seized.
    case seizure
    /// Something is suspected.
    case warning
    /// Information is asked for.
    case request
    /// The outcome of another alert.
    case feedback
    /// The standing of an authorised economic operator.
    case aeo

    /// The only word that can begin with a byte.
    public static func candidate(beginningWith byte: UInt8) -> Self? {
        switch byte {
        case UInt8(ascii: "s"): .seizure
        case UInt8(ascii: "w"): .warning
        case UInt8(ascii: "r"): .request
        case UInt8(ascii: "f"): .feedback
        case UInt8(ascii: "a"): .aeo
        default: nil
        }
    }
}

/// What an alert does to others, after the Common Alerting Protocol of OASIS.
public enum MessageType: String, EnvelopeWord, CaseIterable {
    /// Issues something new.
    case alert
    /// Takes the place of the alerts it refers to.
    case update
    /// Withdraws the alerts it refers to.
    case cancel

    /// The only word that can begin with a byte.
    public static func candidate(beginningWith byte: UInt8) -> Self? {
        switch byte {
        case UInt8(ascii: "a"): .alert
        case UInt8(ascii: "u"): .update
        case UInt8(ascii: "c"): .cancel
        default: nil
        }
    }
}

/// Whether an alert is real.
public enum AlertStatus: String, EnvelopeWord, CaseIterable {
    /// Real.
    case actual
    /// Part of an exercise: reaches only subscriptions that asked for exercises.
    case exercise
    /// A technical test.
    case test

    /// The only word that can begin with a byte.
    public static func candidate(beginningWith byte: UInt8) -> Self? {
        switch byte {
        case UInt8(ascii: "a"): .actual
        case UInt8(ascii: "e"): .exercise
        case UInt8(ascii: "t"): .test
        default: nil
        }
    }
}
