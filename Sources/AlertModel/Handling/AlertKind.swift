/// A word of a closed vocabulary of the alert's envelope, by its bytes.
public protocol EnvelopeWord: RawRepresentable, CaseIterable, Sendable where RawValue == String {}

extension EnvelopeWord {
    /// The word that the bytes spell, nil for any other.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        for word in Self.allCases where bytes.elementsEqual(word.rawValue.utf8) {
            self = word
            return
        }
        return nil
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
}

/// What an alert does to others, after the Common Alerting Protocol of OASIS.
public enum MessageType: String, EnvelopeWord {
    /// Issues something new.
    case alert
    /// Takes the place of the alerts it refers to.
    case update
    /// Withdraws the alerts it refers to.
    case cancel
}

/// Whether an alert is real.
public enum AlertStatus: String, EnvelopeWord {
    /// Real.
    case actual
    /// Part of an exercise: reaches only subscriptions that asked for exercises.
    case exercise
    /// A technical test.
    case test
}
