/// The first frame of a message that the hub sends.
///
/// RECEIPT and DELIVER borrow the frame's bytes: the message is valid only as long as they are. The commands that are
/// rare and large are boxed, so that the frequent ones stay small.
public enum HubMessage {
    /// The session stands.
    indirect case welcome(Welcome)
    /// What became of published alerts.
    case receipt(Receipt)
    /// The subscription stands.
    indirect case subscribed(Subscribed)
    /// The subscription has ended.
    case unsubscribed(Unsubscribed)
    /// One to many alerts.
    case deliver(Deliver)
    /// A live subscription skipped alerts.
    indirect case gap(Gap)
    /// The hub is there.
    case pong(Pong)
    /// There is no session.
    case reset(Reset)
    /// A command was refused.
    indirect case error(Refusal)
    /// The answer to a request.
    case response(Response)

    /// Reads a first frame.
    ///
    /// - Throws: `ProtocolError`; a command of the client's is `.wrongDirection`.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        let command = try FrameHeader(decoding: frame).command
        switch command {
        case .receipt: self = .receipt(try Receipt(decoding: frame))
        case .deliver: self = .deliver(try Deliver(decoding: frame))
        case .pong: self = .pong(try Pong(decoding: frame))
        case .gap: self = .gap(try Gap(decoding: frame))
        case .welcome: self = .welcome(try Welcome(decoding: frame))
        case .subscribed: self = .subscribed(try Subscribed(decoding: frame))
        case .unsubscribed: self = .unsubscribed(try Unsubscribed(decoding: frame))
        case .reset: self = .reset(try Reset(decoding: frame))
        case .error: self = .error(try Refusal(decoding: frame))
        case .response: self = .response(try Response(decoding: frame))
        case .hello, .publish, .subscribe, .unsubscribe, .credit, .confirm, .ping, .request, .bye:
            throw ProtocolError(command: command, field: "command", problem: .wrongDirection)
        }
    }

    /// The command.
    public var command: CommandCode {
        switch self {
        case .welcome: .welcome
        case .receipt: .receipt
        case .subscribed: .subscribed
        case .unsubscribed: .unsubscribed
        case .deliver: .deliver
        case .gap: .gap
        case .pong: .pong
        case .reset: .reset
        case .error: .error
        case .response: .response
        }
    }
}
