internal import CZeroMQ
internal import Synchronization

/// Tells what happens to the connections of one socket.
///
/// Register its `socket` with a `PollThread` and call `next()` until it gives nil. It may go before the socket it watches
/// or after it. A socket has one monitor: a second one ends the first.
public struct SocketMonitor: ~Copyable {
    /// The end to poll; read it by `next()` only.
    public let socket: Socket
    private let link: MonitorLink
    private var frames = MessageFrames(capacity: 2)

    /// Numbers the endpoints, which must be distinct within a context.
    private static let lastNumber = Atomic<UInt64>(0)

    /// Watches a socket from now on: begin before it binds or connects, to miss nothing.
    ///
    /// - Throws: `ZeroMQError` as opening a socket does.
    public init(of watched: borrowing Socket, in context: borrowing Context) throws(ZeroMQError) {
        let number = SocketMonitor.lastNumber.add(1, ordering: .relaxed).newValue
        let endpoint = "inproc://cordon.monitor.\(number)"
        let socket = try Socket(.pair, in: context)
        // libzmq's I/O thread waits where events are not taken in time; without a bound it never has to.
        try socket.set(.receiveHighWaterMark, to: 0)
        try socket.set(.linger, to: .zero)
        guard zmq_socket_monitor(watched.pointer, endpoint, Int32(ZMQ_EVENT_ALL)) == 0 else { throw .last }
        let link = MonitorLink(watched.pointer)
        watched.monitorLink.replace(by: link)
        do throws(ZeroMQError) {
            try socket.connect(to: endpoint)
        } catch {
            link.stop()
            throw error
        }
        self.socket = socket
        self.link = link
    }

    deinit {
        link.stop()
    }

    /// The next event, nil if there is none at present.
    public mutating func next() throws(ZeroMQError) -> SocketEvent? {
        switch try socket.receive(into: &frames) {
        case .nothing: return nil
        case .tooManyFrames: throw .protocolViolation
        case .message: return try SocketMonitor.decode(frames)
        }
    }

    /// Reads the frames of an event: 16 bits of number and 32 of value in the machine's order, then the endpoint.
    private static func decode(_ frames: borrowing MessageFrames) throws(ZeroMQError) -> SocketEvent {
        guard frames.count == 2, frames.byteCount(ofFrame: 0) == 6 else { throw .protocolViolation }
        let kind = frames.withUnsafeBytes(ofFrame: 0) { bytes in
            SocketEvent.Kind(
                event: bytes.loadUnaligned(fromByteOffset: 0, as: UInt16.self),
                value: bytes.loadUnaligned(fromByteOffset: 2, as: Int32.self))
        }
        return SocketEvent(kind: kind, endpoint: String(decoding: frames.bytes(ofFrame: 1), as: UTF8.self))
    }
}
