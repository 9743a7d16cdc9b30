/// The commands of CXP/1, by their number on the wire.
public enum CommandCode: UInt8, CaseIterable, Sendable {
    /// Client to hub: begins a session.
    case hello = 0x01
    /// Hub to client: the session stands, with these limits.
    case welcome = 0x02
    /// Client to hub: one to many alerts.
    case publish = 0x03
    /// Hub to client: what became of published alerts.
    case receipt = 0x04
    /// Client to hub: asks for alerts.
    case subscribe = 0x05
    /// Hub to client: the subscription stands.
    case subscribed = 0x06
    /// Client to hub: ends a subscription.
    case unsubscribe = 0x07
    /// Hub to client: the subscription has ended.
    case unsubscribed = 0x08
    /// Client to hub: how far the hub may deliver.
    case credit = 0x09
    /// Hub to client: one to many alerts.
    case deliver = 0x0A
    /// Client to hub: everything up to a position is dealt with.
    case confirm = 0x0B
    /// Hub to client: a live subscription skipped alerts.
    case gap = 0x0C
    /// Client to hub: is the hub there?
    case ping = 0x0D
    /// Hub to client: it is, and this was the last thing sent.
    case pong = 0x0E
    /// Hub to client: there is no session; say HELLO.
    case reset = 0x0F
    /// Hub to client: a command was refused.
    case error = 0x10
    /// Client to hub: a look-up or an operator's request.
    case request = 0x11
    /// Hub to client: the answer to a request.
    case response = 0x12
    /// Client to hub: a clean end.
    case bye = 0x13

    /// The command's name in the specification: `HELLO`.
    public var name: String {
        switch self {
        case .hello: "HELLO"
        case .welcome: "WELCOME"
        case .publish: "PUBLISH"
        case .receipt: "RECEIPT"
        case .subscribe: "SUBSCRIBE"
        case .subscribed: "SUBSCRIBED"
        case .unsubscribe: "UNSUBSCRIBE"
        case .unsubscribed: "UNSUBSCRIBED"
        case .credit: "CREDIT"
        case .deliver: "DELIVER"
        case .confirm: "CONFIRM"
        case .gap: "GAP"
        case .ping: "PING"
        case .pong: "PONG"
        case .reset: "RESET"
        case .error: "ERROR"
        case .request: "REQUEST"
        case .response: "RESPONSE"
        case .bye: "BYE"
        }
    }

    /// Whether clients send the command; the hub sends the others.
    public var isFromClient: Bool {
        switch self {
        case .hello, .publish, .subscribe, .unsubscribe, .credit, .confirm, .ping, .request, .bye: true
        case .welcome, .receipt, .subscribed, .unsubscribed, .deliver, .gap, .pong, .reset, .error, .response: false
        }
    }
}
