internal import CZeroMQ
internal import Glibc
internal import Synchronization

/// Decides about every handshake of its context, on a thread of its own (RFC 27 of ZeroMQ).
///
/// Start it before any listener is bound. If it ends otherwise than by `stop()`, no peer can be authenticated any more,
/// and the death is reported: a hub treats that as fatal.
public final class ZAPHandler: Sendable {
    /// Where libzmq looks for the handler of a context.
    public static let endpoint = "inproc://zeromq.zap.01"

    private let thread: SystemThread
    private let control: ZAPControl
    private let isJoined = Atomic<Bool>(false)

    /// Binds the handler's endpoint and starts its thread; requests are answered from this moment on.
    ///
    /// - Parameters:
    ///   - decide: called on the handler's thread for one handshake after the other, so it should not wait for long.
    ///   - onDeath: called once on the handler's thread, if it ends by itself.
    /// - Throws: `ZeroMQError.addressInUse` where the context has a handler already.
    public init(
        in context: borrowing Context,
        decide: @escaping @Sendable (ZAPRequest) -> ZAPDecision,
        onDeath: @escaping @Sendable (ZeroMQError) -> Void
    ) throws(ZeroMQError) {
        let socket = try Socket(.rep, in: context)
        try socket.set(.linger, to: .zero)
        try socket.bind(to: ZAPHandler.endpoint)
        let control = ZAPControl(socket, wake: try EventDescriptor())
        self.control = control
        thread = try SystemThread(name: "cordon-zap") {
            if let failure = control.serve(decide) { onDeath(failure) }
        }
    }

    /// Ends the handler and waits for its thread; from now on no handshake succeeds. Later calls do nothing.
    public func stop() {
        control.requestStop()
        if !isJoined.exchange(true, ordering: .acquiringAndReleasing) { thread.join() }
    }

    deinit {
        stop()
    }
}

/// What the handler and its thread share.
///
/// Unchecked for the socket: it is made by the starter, and used by the thread alone once the thread has started.
private final class ZAPControl: @unchecked Sendable {
    private var socket: Socket?
    private let wake: EventDescriptor
    private let isStopping = Atomic<Bool>(false)

    init(_ socket: consuming sending Socket, wake: consuming EventDescriptor) {
        self.socket = consume socket
        self.wake = wake
    }

    func requestStop() {
        isStopping.store(true, ordering: .releasing)
        wake.signal()
    }

    /// Serves until told to stop, and closes the socket; returns what made it end otherwise.
    func serve(_ decide: (ZAPRequest) -> ZAPDecision) -> ZeroMQError? {
        guard let socket = socket.take() else { return .notASocket }
        var request = MessageFrames(capacity: ZAPExchange.requestFramesMax)
        var reply = MessageFrames(capacity: ZAPExchange.replyFrames)
        do throws(ZeroMQError) {
            while !isStopping.load(ordering: .acquiring) {
                try waitForWork(socket.pointer)
                let outcome = try socket.receive(into: &request)
                if outcome == .nothing { continue }
                try ZAPExchange.reply(to: request, outcome: outcome, into: &reply, decide: decide)
                // A reply whose asker is gone is dropped by REP itself.
                _ = try socket.send(&reply)
            }
            return nil
        } catch {
            return isStopping.load(ordering: .acquiring) ? nil : error
        }
    }

    private func waitForWork(_ socket: UnsafeMutableRawPointer) throws(ZeroMQError) {
        let readable = Int16(ZMQ_POLLIN)
        let failure: ZeroMQError? = withUnsafeTemporaryAllocation(of: zmq_pollitem_t.self, capacity: 2) { items in
            items.initializeElement(at: 0, to: zmq_pollitem_t(socket: socket, fd: 0, events: readable, revents: 0))
            items.initializeElement(
                at: 1, to: zmq_pollitem_t(socket: nil, fd: wake.descriptor, events: readable, revents: 0))
            return zmq_poll(items.baseAddress, 2, -1) < 0 ? .last : nil
        }
        if let failure, failure != .interrupted { throw failure }
    }
}
