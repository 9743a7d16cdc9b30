/// The first frame of a message that a client sends.
///
/// The commands that are rare and large are boxed, so that the frequent ones stay small.
public enum ClientMessage: Hashable, Sendable {
    /// Begins a session.
    indirect case hello(Hello)
    /// One to many alerts.
    case publish(Publish)
    /// Asks for alerts.
    indirect case subscribe(Subscribe)
    /// Ends a subscription.
    case unsubscribe(Unsubscribe)
    /// How far the hub may deliver.
    case credit(Credit)
    /// Everything up to a position is dealt with.
    case confirm(Confirm)
    /// Is the hub there?
    case ping(Ping)
    /// A look-up or an operator's request.
    indirect case request(Request)
    /// A clean end.
    case bye(Bye)

    /// Reads a first frame.
    ///
    /// - Throws: `ProtocolError`; a command of the hub's is `.wrongDirection`.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        let command = try FrameHeader(decoding: frame).command
        switch command {
        case .publish: self = .publish(try Publish(decoding: frame))
        case .credit: self = .credit(try Credit(decoding: frame))
        case .confirm: self = .confirm(try Confirm(decoding: frame))
        case .ping: self = .ping(try Ping(decoding: frame))
        case .hello: self = .hello(try Hello(decoding: frame))
        case .subscribe: self = .subscribe(try Subscribe(decoding: frame))
        case .unsubscribe: self = .unsubscribe(try Unsubscribe(decoding: frame))
        case .request: self = .request(try Request(decoding: frame))
        case .bye: self = .bye(try Bye(decoding: frame))
        case .welcome, .receipt, .subscribed, .unsubscribed, .deliver, .gap, .pong, .reset, .error, .response:
            throw ProtocolError(command: command, field: "command", problem: .wrongDirection)
        }
    }

    /// Appends the first frame.
    public func encode(into buffer: inout [UInt8]) {
        switch self {
        case .hello(let command): command.encode(into: &buffer)
        case .publish(let command): command.encode(into: &buffer)
        case .subscribe(let command): command.encode(into: &buffer)
        case .unsubscribe(let command): command.encode(into: &buffer)
        case .credit(let command): command.encode(into: &buffer)
        case .confirm(let command): command.encode(into: &buffer)
        case .ping(let command): command.encode(into: &buffer)
        case .request(let command): command.encode(into: &buffer)
        case .bye(let command): command.encode(into: &buffer)
        }
    }

    /// The command.
    public var command: CommandCode {
        switch self {
        case .hello: .hello
        case .publish: .publish
        case .subscribe: .subscribe
        case .unsubscribe: .unsubscribe
        case .credit: .credit
        case .confirm: .confirm
        case .ping: .ping
        case .request: .request
        case .bye: .bye
        }
    }
}
