internal import CZeroMQ

/// A ZeroMQ socket, closed when its owner lets go of it.
///
/// A socket is used by one thread at a time, which is why it is not `Sendable`: keep it in the actor that a `PollThread`
/// runs. What is queued for sending when it closes is kept for as long as its linger says.
public struct Socket: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private let context: ContextHandle
    let monitorLink = MonitorLink.Slot()

    /// Opens a socket.
    ///
    /// - Throws: `ZeroMQError.tooManyDescriptors` when the context's sockets or the process's descriptors are used up,
    ///   `terminated` after `Context.shutdown()`.
    public init(_ type: SocketType, in context: borrowing Context) throws(ZeroMQError) {
        guard let pointer = zmq_socket(context.handle.pointer, type.rawValue) else { throw .last }
        self.pointer = pointer
        self.context = context.handle
    }

    deinit {
        // Its monitor's end is still open, which the last event needs to be sent without waiting.
        monitorLink.take()?.stop()
        zmq_close(pointer)
    }

    /// Closes the socket now.
    public consuming func close() {}

    /// Listens at an endpoint such as `tcp://127.0.0.1:5555`; port `*` or 0 takes a free one, see `lastEndpoint`.
    ///
    /// Options that concern connections must be set before: a listener keeps those of this moment.
    /// - Throws: `ZeroMQError.addressInUse`, `addressNotAvailable`, `invalidArgument` for what is not an endpoint.
    public func bind(to endpoint: String) throws(ZeroMQError) {
        guard zmq_bind(pointer, endpoint) == 0 else { throw .last }
    }

    /// Connects to an endpoint, now and again after every loss; it returns before there is a connection.
    ///
    /// - Throws: `ZeroMQError.invalidArgument` for what is not an endpoint.
    public func connect(to endpoint: String) throws(ZeroMQError) {
        guard zmq_connect(pointer, endpoint) == 0 else { throw .last }
    }

    /// Stops listening at an endpoint as `lastEndpoint` gave it; connections that were accepted there stay.
    ///
    /// The port is free again a moment later.
    /// - Throws: `ZeroMQError.noSuchEndpoint`.
    public func unbind(from endpoint: String) throws(ZeroMQError) {
        guard zmq_unbind(pointer, endpoint) == 0 else { throw .last }
    }

    /// Ends the connection to an endpoint and no longer seeks it, as soon as the socket is used again.
    ///
    /// - Throws: `ZeroMQError.noSuchEndpoint`.
    public func disconnect(from endpoint: String) throws(ZeroMQError) {
        guard zmq_disconnect(pointer, endpoint) == 0 else { throw .last }
    }

    /// Waits until the socket can be read, for at most `timeout`; true if it can.
    ///
    /// For command lines and tests; what serves many sockets uses a `PollThread`.
    public func waitUntilReadable(for timeout: Duration) throws(ZeroMQError) -> Bool {
        var item = zmq_pollitem_t(socket: pointer, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
        let ready = zmq_poll(&item, 1, timeout.wholeMilliseconds)
        guard ready >= 0 else {
            let error = ZeroMQError.last
            if error == .interrupted { return false }
            throw error
        }
        return ready > 0
    }
}

extension Duration {
    /// The duration in milliseconds, rounded up so that a wait never ends before its time, and never negative.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        guard self > .zero else { return 0 }
        let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
        let fraction = Int((attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond)
        // A bound far beyond any use keeps the multiplication from overflowing.
        return Int(min(seconds, 1_000_000_000)) * 1_000 + fraction
    }
}
