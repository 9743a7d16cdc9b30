/// Names one authenticated connection: 128 random bits, handed out at the handshake and carried by each message of the
/// connection as the ZAP User-Id. A peer can neither choose nor see it.
@frozen public struct Ticket: Hashable, Sendable {
    let bits: UInt128

    /// The length of a ticket as text.
    public static let textCount = 32

    init(bits: UInt128) { self.bits = bits }

    /// Takes 32 lowercase hexadecimal digits; nil for anything else.
    public init?(text: UnsafeRawBufferPointer) {
        guard text.count == Self.textCount else { return nil }
        var bits: UInt128 = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): bits = bits << 4 | UInt128(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): bits = bits << 4 | UInt128(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self.bits = bits
    }

    /// Takes 32 lowercase hexadecimal digits; nil for anything else.
    public init?(_ text: String) {
        var copy = text
        guard let ticket = copy.withUTF8({ Ticket(text: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = ticket
    }

    /// The 32 digits, as the ZAP reply carries them. Not for logs.
    public var text: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: Self.textCount - digits.count) + digits
    }
}

extension Ticket: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Enough of the ticket to tell it from others in a log, too little to use it.
    public var description: String { "ticket \(text.prefix(6))…" }

    /// The same as the description.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Who holds a ticket.
public struct TicketHolder: Sendable, Equatable {
    /// The principal.
    public let principal: PrincipalName
    /// The key it proved to hold.
    public let key: TransportKey
    /// The network address it came from, as ZAP gave it.
    public let address: String
    /// When the ticket was issued, in milliseconds since 1970.
    public let issued: Int64
    /// Whether the connection has said HELLO.
    public internal(set) var isGreeted: Bool
}

/// The answer to a handshake.
public enum TicketDecision: Sendable, Equatable {
    /// The peer is this principal; its messages will carry the ticket.
    case issued(Ticket, PrincipalName)
    /// The peer is refused. The reason is for the log; the peer is told only that it was refused.
    case refused(KeyRefusal)
}
