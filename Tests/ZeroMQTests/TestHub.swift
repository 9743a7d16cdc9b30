import Glibc
import Synchronization
import Testing

@testable import ZeroMQ

/// How long a test waits for what should happen at once, on a machine that is busy.
let patience: Duration = .seconds(10)
/// How long a test watches that something does not happen.
let stillness: Duration = .milliseconds(150)

/// Looks again and again until the condition holds or patience ends.
func eventually(within limit: Duration = patience, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try condition() { return true }
        usleep(1_000)
    }
    return try condition()
}

/// Lets in who is listed, with a new ticket for every handshake, and remembers what was asked.
final class Doorkeeper: Sendable {
    private let state = Mutex<State>(State())

    struct State {
        var allowed: Set<CurvePublicKey> = []
        var requests: [ZAPRequest] = []
        var tickets = 0
        var deaths: [ZeroMQError] = []
    }

    func allow(_ keys: CurvePublicKey...) { state.withLock { $0.allowed.formUnion(keys) } }
    func forbid(_ key: CurvePublicKey) { state.withLock { _ = $0.allowed.remove(key) } }
    var requests: [ZAPRequest] { state.withLock { $0.requests } }
    var deaths: [ZeroMQError] { state.withLock { $0.deaths } }
    func noteDeath(_ error: ZeroMQError) { state.withLock { $0.deaths.append(error) } }

    func decide(_ request: ZAPRequest) -> ZAPDecision {
        state.withLock { state in
            state.requests.append(request)
            guard let key = request.clientKey, state.allowed.contains(key) else { return .deny(reason: "not listed") }
            state.tickets += 1
            return .allow(userID: "ticket-\(state.tickets)", metadata: ["X-Member": "GT"])
        }
    }
}

/// A hub's front door at a free loopback port: context, ZAP handler, ROUTER with the hub's options, monitor.
///
/// Without CURVE everybody is let in, so that a test can speak ZMTP by hand.
struct TestHub: ~Copyable {
    let context: Context
    let doorkeeper = Doorkeeper()
    let zap: ZAPHandler
    let keys: CurveKeyPair
    let router: Socket
    var monitor: SocketMonitor
    let endpoint: String
    var frames: MessageFrames

    init(
        frameBytesMax: Int64 = 1 << 20, sendHighWaterMark: Int32 = 1_000, framesMax: Int = 8, isCurve: Bool = true
    ) throws {
        let context = try Context()
        let doorkeeper = doorkeeper
        let keys = try CurveKeyPair.generate()
        let zap = try ZAPHandler(
            in: context, decide: { isCurve ? doorkeeper.decide($0) : .allow(userID: "anyone") },
            onDeath: { doorkeeper.noteDeath($0) })
        let router = try Socket(.router, in: context)
        let monitor = try SocketMonitor(of: router, in: context)
        try HubSocketOptions(
            sendHighWaterMark: sendHighWaterMark, frameBytesMax: frameBytesMax, secretKey: keys.secretKey
        ).apply(to: router)
        if !isCurve { try router.set(.curveServer, to: false) }
        try router.bind(to: "tcp://127.0.0.1:*")
        endpoint = try router.lastEndpoint
        self.keys = keys
        self.zap = zap
        self.context = context
        self.router = router
        self.monitor = monitor
        frames = MessageFrames(capacity: framesMax)
    }

    /// The port it listens at.
    var port: UInt16 { UInt16(endpoint.split(separator: ":").last ?? "") ?? 0 }

    /// Waits for the next message.
    mutating func receive(within limit: Duration = patience) throws -> ReceiveOutcome {
        guard try router.waitUntilReadable(for: limit) else { return .nothing }
        return try router.receive(into: &frames)
    }

    /// Waits for a monitor event and gives what the closure makes of the first that fits.
    mutating func event<Value>(
        within limit: Duration = patience, _ match: (SocketEvent.Kind) -> Value?
    ) throws -> Value? {
        try monitor.first(within: limit, match)
    }

    /// Sends one payload to a peer.
    func send(_ payload: [UInt8], to peer: RoutingID) throws -> SendOutcome {
        var message = MessageFrames(capacity: 2)
        try message.append(peer.bytes)
        try message.append(payload)
        return try router.send(&message)
    }
}

extension SocketMonitor {
    mutating func first<Value>(
        within limit: Duration = patience, _ match: (SocketEvent.Kind) -> Value?
    ) throws -> Value? {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            while let event = try next() {
                if let value = match(event.kind) { return value }
            }
            _ = try socket.waitUntilReadable(for: .milliseconds(20))
        }
        return nil
    }
}

/// A client with the client's options, in a context of its own.
struct TestClient: ~Copyable {
    let context: Context
    let options: ClientSocketOptions
    let socket: Socket
    var monitor: SocketMonitor
    var frames = MessageFrames(capacity: 8)

    init(of hub: borrowing TestHub, routingID: RoutingID = .random(), serverKey: CurvePublicKey? = nil) throws {
        try self.init(
            of: hub, keys: try CurveKeyPair.generate(), routingID: routingID, serverKey: serverKey, isAllowed: true)
    }

    init(
        of hub: borrowing TestHub, keys: CurveKeyPair, routingID: RoutingID = .random(),
        serverKey: CurvePublicKey? = nil, isAllowed: Bool = true
    ) throws {
        if isAllowed { hub.doorkeeper.allow(keys.publicKey) }
        let context = try Context()
        let options = ClientSocketOptions(
            keyPair: keys, serverKey: serverKey ?? hub.keys.publicKey, routingID: routingID, linger: .zero)
        let socket = try Socket(.dealer, in: context)
        let monitor = try SocketMonitor(of: socket, in: context)
        try options.apply(to: socket)
        try socket.connect(to: hub.endpoint)
        self.options = options
        self.context = context
        self.socket = socket
        self.monitor = monitor
    }

    func send(_ parts: [UInt8]...) throws -> SendOutcome {
        var message = MessageFrames(capacity: max(1, parts.count))
        for part in parts { try message.append(part) }
        return try socket.send(&message)
    }

    mutating func receive(within limit: Duration = patience) throws -> ReceiveOutcome {
        guard try socket.waitUntilReadable(for: limit) else { return .nothing }
        return try socket.receive(into: &frames)
    }
}

extension SocketEvent.Kind {
    /// The descriptor of an accepted connection, for `event(_:)`.
    var acceptedDescriptor: Int32? {
        if case .accepted(let descriptor) = self { descriptor } else { nil }
    }

    var disconnectedDescriptor: Int32? {
        if case .disconnected(let descriptor) = self { descriptor } else { nil }
    }
}

extension SocketEvent.Kind {
    /// A connection was made or tried.
    var isAttempt: Bool {
        switch self {
        case .connected, .connectDelayed, .connectRetried: true
        default: false
        }
    }
}
