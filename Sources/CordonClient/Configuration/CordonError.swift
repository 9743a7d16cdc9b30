public import ExchangeProtocol

/// The one error of the client: what went wrong, whether to try again, and a sentence for people.
///
/// It carries neither secrets nor values of alerts, so it may be logged.
public struct CordonError: Error, Hashable, Sendable {
    /// What went wrong.
    public enum Code: Hashable, Sendable {
        /// The hub refused; the number is of the protocol's registry of error codes.
        case refused(UInt16)
        /// The hub does not know the client's key, or has revoked it: the handshake was refused.
        case keyUnknown
        /// The handshake fails every time: most likely the hub's public key is not the one that was configured.
        case hubUnproven
        /// No hub answered in time.
        case hubAway
        /// The connection was lost before the answer came; whether the request was carried out is not known.
        case connectionLost
        /// The answer did not come in time; whether the request was carried out is not known.
        case timedOut
        /// The client was closed, or the subscription ended.
        case closed
        /// The waiting task was cancelled.
        case cancelled
        /// A key file cannot be used.
        case keyFile
        /// A setting or argument cannot be used.
        case configuration
        /// The outbox cannot be used.
        case outbox
        /// The cursor's file cannot be used.
        case cursor
        /// What the hub delivered contradicts itself; it was not handed on.
        case badDelivery
        /// The system refused what a connection needs.
        case system
    }

    /// What went wrong.
    public let code: Code
    /// When to try the same thing again.
    public let retry: RetryClass
    /// What went wrong, and what would be right.
    public let text: String

    init(_ code: Code, retry: RetryClass = .never, _ text: String) {
        self.code = code
        self.retry = retry
        self.text = text
    }

    init(_ refusal: Refusal) {
        self.init(.refused(refusal.code), retry: refusal.retry, refusal.text)
    }

    init(refused code: ProtocolErrorCode) {
        self.init(.refused(code.rawValue), retry: code.retry, code.registration.meaning)
    }

    /// The hub's code, nil for an error of the client's own or a number that this version does not know.
    public var hubCode: ProtocolErrorCode? {
        guard case .refused(let number) = code else { return nil }
        return ProtocolErrorCode(rawValue: number)
    }

    /// A stable name: that of the protocol's registry such as `schema-refused`, or of the client such as `hub-away`.
    public var name: String {
        switch code {
        case .refused(let number): hubCode?.name ?? "hub-code-\(number)"
        case .keyUnknown: "key-unknown"
        case .hubUnproven: "hub-unproven"
        case .hubAway: "hub-away"
        case .connectionLost: "connection-lost"
        case .timedOut: "timed-out"
        case .closed: "closed"
        case .cancelled: "cancelled"
        case .keyFile: "key-file"
        case .configuration: "configuration"
        case .outbox: "outbox"
        case .cursor: "cursor"
        case .badDelivery: "bad-delivery"
        case .system: "system"
        }
    }
}

extension CordonError: CustomStringConvertible {
    /// The name and the sentence.
    public var description: String { "\(name): \(text)" }
}

extension CordonError {
    static let closed = CordonError(.closed, "The client was closed.")
    static let cancelled = CordonError(.cancelled, retry: .now, "The task that waited was cancelled.")
}
