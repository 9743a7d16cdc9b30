internal import ExchangeProtocol
internal import ZeroMQ

/// The client's socket with what is read and written by it; used on the client's poll thread alone.
final class HubLink {
    let socket: Socket
    private(set) var monitor: SocketMonitor
    private(set) var incoming = MessageFrames(capacity: 1 + HubLink.followingFramesMax)
    private var outgoing = MessageFrames(capacity: 1 + ProtocolLimits.followingFramesMax)
    private var frame: [UInt8] = []
    private let endpoint: String
    private let context: Context

    /// The most frames that follow the first in what a hub sends: a full DELIVER.
    private static let followingFramesMax = Deliver.framesPerAlert * ProtocolLimits.deliverAlertsMax
    /// Room in the socket for commands besides the alerts of a full window.
    private static let controlMessagesMax = 1_000

    /// Opens a socket that does not connect yet.
    init(_ configuration: ClientConfiguration) throws(ZeroMQError) {
        let context = try Context()
        let socket = try Socket(.dealer, in: context)
        monitor = try SocketMonitor(of: socket, in: context)
        let window = Int32(clamping: configuration.publishWindowAlerts + Self.controlMessagesMax)
        let options = ClientSocketOptions(
            keyPair: configuration.keys, serverKey: configuration.hub.publicKey, sendHighWaterMark: window)
        try options.apply(to: socket)
        self.socket = socket
        self.context = context
        endpoint = configuration.hub.endpoint
    }

    func connect() throws(ZeroMQError) {
        try socket.connect(to: endpoint)
    }

    /// Gives the connection up, and what was queued with it.
    func disconnect() {
        // There may be none: libzmq itself gives up where the handshake was refused.
        try? socket.disconnect(from: endpoint)
    }

    /// Connects anew, under a new routing id: the hub may still hold the earlier connection under the old one.
    func reconnect() throws(ZeroMQError) {
        disconnect()
        try socket.set(.routingID, to: .random())
        try socket.connect(to: endpoint)
    }

    /// Lets the socket close at once, whatever it has not sent.
    func forgetUnsent() {
        try? socket.set(.linger, to: .zero)
    }

    func nextEvent() throws(ZeroMQError) -> SocketEvent.Kind? {
        try monitor.next()?.kind
    }

    func receive() throws(ZeroMQError) -> ReceiveOutcome {
        try socket.receive(into: &incoming)
    }

    /// Sends a command without further frames.
    func send(_ message: ClientMessage) throws(ZeroMQError) -> SendOutcome {
        frame.removeAll(keepingCapacity: true)
        message.encode(into: &frame)
        outgoing.removeAll()
        try outgoing.append(frame)
        return try socket.send(&outgoing)
    }

    /// Sends a REQUEST with its argument.
    func send(_ request: Request, argument: [UInt8]) throws(ZeroMQError) -> SendOutcome {
        frame.removeAll(keepingCapacity: true)
        request.encode(into: &frame)
        outgoing.removeAll()
        try outgoing.append(frame)
        try outgoing.append(argument)
        return try socket.send(&outgoing)
    }

    /// Sends a PUBLISH of alerts in the queue.
    func send(_ publish: Publish, _ places: Range<Int>, of queue: borrowing OutgoingQueue) throws(ZeroMQError)
        -> SendOutcome
    {
        frame.removeAll(keepingCapacity: true)
        publish.encode(into: &frame)
        outgoing.removeAll()
        try outgoing.append(frame)
        for place in places {
            let alert = queue.alert(at: place)
            try outgoing.append(alert.bytes)
            if publish.isSigned { try outgoing.append(alert.signature) }
        }
        return try socket.send(&outgoing)
    }

    /// Copies the frames after the first of the message at hand into one array.
    ///
    /// - Parameter starts: where each frame begins, and where the last one ends.
    func copyFollowingFrames(starts: inout [Int]) -> [UInt8] {
        starts.removeAll(keepingCapacity: true)
        var end = 0
        for index in 1..<incoming.count {
            starts.append(end)
            end += incoming.byteCount(ofFrame: index)
        }
        starts.append(end)
        return [UInt8](unsafeUninitializedCapacity: end) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            for index in 1..<incoming.count {
                incoming.withUnsafeBytes(ofFrame: index) {
                    UnsafeMutableRawBufferPointer(rebasing: target[starts[index - 1]...]).copyMemory(from: $0)
                }
            }
            count = end
        }
    }
}
