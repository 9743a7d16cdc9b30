public import ExchangeProtocol
public import ZeroMQ

/// A DEALER that sends what a client never would. Used from one thread.
public struct Dealer: ~Copyable {
    private let context: Context
    private let socket: Socket
    private var incoming = MessageFrames(capacity: 1_024)

    /// Begins to connect to a hub; what is sent meanwhile waits.
    public init(_ hub: AttackedHub, keys: CurveKeyPair, routingID: RoutingID = .random()) throws {
        let context = try Context(ioThreads: 1)
        let socket = try Socket(.dealer, in: context)
        try ClientSocketOptions(
            keyPair: keys, serverKey: hub.publicKey, routingID: routingID, sendHighWaterMark: 2_000,
            linger: .zero
        ).apply(to: socket)
        try socket.connect(to: hub.endpoint)
        self.init(context: context, socket: socket)
    }

    private init(context: consuming Context, socket: consuming Socket) {
        self.context = context
        self.socket = socket
    }

    /// Sends a message; false where it could not be queued.
    @discardableResult
    public mutating func send(_ frames: [[UInt8]]) throws -> Bool {
        var outgoing = MessageFrames(capacity: max(1, frames.count))
        for frame in frames { try outgoing.append(frame) }
        guard case .sent = try socket.send(&outgoing) else { return false }
        return true
    }

    /// Sends a command and the frames that follow it; false where it could not be queued.
    @discardableResult
    public mutating func send(_ message: ClientMessage, _ frames: [[UInt8]] = []) throws -> Bool {
        var first: [UInt8] = []
        message.encode(into: &first)
        return try send([first] + frames)
    }

    /// The next message's frames, nil where none came in time.
    public mutating func receive(within limit: Duration = .milliseconds(500)) throws -> [[UInt8]]? {
        guard try socket.waitUntilReadable(for: limit) else { return nil }
        guard case .message = try socket.receive(into: &incoming) else { return nil }
        return (0..<incoming.count).map { incoming.bytes(ofFrame: $0) }
    }

    /// Begins a session; false where no WELCOME came.
    public mutating func hello(session: UInt64 = 1, within limit: Duration = .seconds(5)) throws -> Bool {
        try send(.hello(Hello(session: session, agent: "attacker")))
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            guard let frames = try receive() else { continue }
            if case .welcome? = try? frames[0].withUnsafeBytes({ try HubMessage(decoding: $0) }) { return true }
        }
        return false
    }

    /// Takes what came and throws it away; how many messages.
    public mutating func drain() throws -> Int {
        var count = 0
        while case .message = try socket.receive(into: &incoming) { count += 1 }
        return count
    }
}
