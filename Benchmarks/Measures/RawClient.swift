internal import ExchangeProtocol
internal import JSONDocument
internal import Trust
internal import ZeroMQ

/// The leanest client there can be: one thread, one socket, so that the hub is measured and not its client.
struct RawClient: ~Copyable {
    private let context: Context
    private let socket: Socket
    private var incoming = MessageFrames(capacity: 2 + ProtocolLimits.followingFramesMax)
    private var outgoing = MessageFrames(capacity: 2 + ProtocolLimits.batchAlertsMax)
    private static let answerTimeMax = Duration.seconds(30)

    private init(context: consuming Context, socket: consuming Socket) {
        self.context = context
        self.socket = socket
    }

    /// Connects and greets.
    static func connect(to hub: HubClientAddress) throws -> RawClient {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        let secret = hub.pair.secret.withBytes { CurveSecretKey(bytes: $0)! }
        try ClientSocketOptions(
            keyPair: try CurveKeyPair(secretKey: secret), serverKey: CurvePublicKey(bytes: hub.key.bytes)!,
            sendHighWaterMark: 100_000
        ).apply(to: socket)
        try socket.connect(to: hub.endpoint)
        var client = RawClient(context: context, socket: socket)
        try client.send { Hello(session: 1, agent: "bench").encode(into: &$0) }
        guard case .welcome = try client.receive() else { throw MeasureFailure("the hub does not welcome the client") }
        return client
    }

    /// Sends a command, and the frames that follow it.
    mutating func send(following frames: [[UInt8]] = [], _ encode: (inout [UInt8]) -> Void) throws {
        var frame: [UInt8] = []
        encode(&frame)
        outgoing.removeAll()
        try outgoing.append(frame)
        for following in frames { try outgoing.append(following) }
        guard case .sent = try socket.send(&outgoing, mode: .blocking) else {
            throw MeasureFailure("the hub does not take a message")
        }
    }

    /// What the hub says of its log now: how many commits it made, and how far the index is behind.
    mutating func journalStatus() throws -> (commits: Int64, indexLag: Int64) {
        try send(following: [Array("{}".utf8)]) { Request(id: 1, verb: "status").encode(into: &$0) }
        while true {
            guard case .answer = try receive(), incoming.count == 2 else { continue }
            let document = try JSONDocument(parsing: incoming.bytes(ofFrame: 1))
            guard let journal = document.root["journal"], let commits = journal["commits"]?.integer,
                let lag = journal["indexLag"]?.integer
            else { throw MeasureFailure("the hub does not tell of its journal") }
            return (commits, lag)
        }
    }

    /// The kinds of message that a measurement looks at.
    enum Message {
        case welcome
        case receipts(refused: Int, accepted: Int)
        case alerts(count: Int, bytes: Int, lastSequence: UInt64)
        case answer
        case other
    }

    /// Waits for the next message.
    mutating func receive() throws -> Message {
        if case .nothing = try socket.receive(into: &incoming) {
            guard try socket.waitUntilReadable(for: Self.answerTimeMax) else {
                throw MeasureFailure("nothing comes from the hub")
            }
            guard case .message = try socket.receive(into: &incoming) else { return .other }
        }
        let count = incoming.count
        var bytes = 0
        for index in 1..<max(1, count) { bytes += incoming.byteCount(ofFrame: index) }
        return try incoming.withUnsafeBytes(ofFrame: 0) { try Self.read($0, bytes: bytes) }
    }

    private static func read(_ frame: UnsafeRawBufferPointer, bytes: Int) throws -> Message {
        switch try HubMessage(decoding: frame) {
        case .welcome: return .welcome
        case .receipt(let receipt):
            var refused = 0
            for index in 0..<receipt.count where receipt[index].outcome == .refused { refused += 1 }
            return .receipts(refused: refused, accepted: receipt.count - refused)
        case .deliver(let deliver):
            return .alerts(
                count: deliver.count, bytes: bytes, lastSequence: deliver.firstSequence + UInt64(deliver.count) - 1)
        case .response: return .answer
        case .error(let refusal): throw MeasureFailure("the hub says: \(refusal.text)")
        default: return .other
        }
    }
}

/// Where a hub is, and as whom to come.
struct HubClientAddress {
    let endpoint: String
    let key: TransportKey
    let pair: TransportKeyPair

    init(_ hub: HubProcess, as name: String) {
        endpoint = hub.endpoint
        key = hub.key
        pair = hub.clients[name]!
    }
}
