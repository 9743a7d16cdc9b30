/// A word of a closed vocabulary of the alert's envelope, of at most eight bytes.
public protocol EnvelopeWord: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// All words of the vocabulary.
    static var spellings: EnvelopeSpellings<Self> { get }
}

/// How the words of a vocabulary are spelled, to be read fast.
public struct EnvelopeSpellings<Word: EnvelopeWord>: Sendable {
    private let entries: [(packed: UInt64, word: Word)]

    init() { entries = Word.allCases.map { ($0.packed, $0) } }

    /// The word of packed bytes, nil where there is none.
    @inline(__always)
    func word(_ packed: UInt64) -> Word? {
        for entry in entries where entry.packed == packed { return entry.word }
        return nil
    }
}

extension EnvelopeWord {
    /// The word that the bytes spell, nil for any other.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard let packed = Self.packed(bytes), let word = Self.spellings.word(packed) else { return nil }
        self = word
    }

    /// Bytes as one number, the first highest, filled up with zeros; nil where there are none or too many, or they end
    /// with a zero themselves.
    @inline(__always)
    static func packed(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard 1...8 ~= bytes.count, bytes[bytes.count &- 1] != 0 else { return nil }
        var spelled: UInt64 = 0
        for byte in bytes { spelled = spelled &<< 8 | UInt64(byte) }
        return spelled &<< UInt64(64 &- 8 &* bytes.count)
    }

    /// The word's bytes, packed.
    var packed: UInt64 {
        var text = rawValue
        return text.withUTF8 { Self.packed(UnsafeRawBufferPointer($0)) } ?? 0
    }
}

/// What an alert is.
public enum AlertKind: String, EnvelopeWord {
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

    /// How they are spelled.
    public static let spellings = EnvelopeSpellings<Self>()
}

/// What an alert does to others, after the Common Alerting Protocol of OASIS.
public enum MessageType: String, EnvelopeWord {
    /// Issues something new.
    case alert
    /// Takes the place of the alerts it refers to.
    case update
    /// Withdraws the alerts it refers to.
    case cancel

    /// How they are spelled.
    public static let spellings = EnvelopeSpellings<Self>()
}

/// Whether an alert is real.
public enum AlertStatus: String, EnvelopeWord {
    /// Real.
    case actual
    /// Part of an exercise: reaches only subscriptions that asked for exercises.
    case exercise
    /// A technical test.
    case test

    /// How they are spelled.
    public static let spellings = EnvelopeSpellings<Self>()
}
