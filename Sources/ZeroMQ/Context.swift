internal import CZeroMQ

/// A libzmq context: the I/O threads and everything that sockets of one process share.
///
/// Sockets keep what they need of it alive, so the order in which owners let go does not matter: the threads end when
/// the context and its last socket are gone.
public struct Context: ~Copyable, Sendable {
    let handle: ContextHandle

    /// How many sockets one context offers unless told otherwise; libzmq's own default.
    public static let socketsMaxDefault: Int32 = 1023

    /// Makes a context with its own I/O threads.
    ///
    /// - Parameters:
    ///   - ioThreads: one carries about a gigabit a second, and CURVE's work is done in it.
    ///   - socketsMax: a bound on sockets, monitors included; not on connections, which descriptors bound.
    /// - Throws: `ZeroMQError.tooManyDescriptors`, or `invalidArgument` for a number that libzmq does not accept.
    public init(ioThreads: Int32 = 1, socketsMax: Int32 = Context.socketsMaxDefault) throws(ZeroMQError) {
        guard let pointer = zmq_ctx_new() else { throw .last }
        let handle = ContextHandle(pointer)
        try handle.set(ZMQ_IO_THREADS, to: ioThreads)
        try handle.set(ZMQ_MAX_SOCKETS, to: socketsMax)
        // Sockets linger for ever by default, and a program that forgets to say otherwise never ends. A socket whose
        // last messages matter sets its own linger.
        try handle.set(ZMQ_BLOCKY, to: 0)
        self.handle = handle
    }

    /// Makes every call on this context's sockets fail with `ZeroMQError.terminated`, also those that wait now.
    ///
    /// Callable from any thread. The sockets still have to be closed by their owners.
    public func shutdown() {
        zmq_ctx_shutdown(handle.pointer)
    }

    /// Lets go of the context; waits for the linger of its sockets if none of them is open any more.
    public consuming func close() {}

    /// The version of libzmq that is linked, such as `4.3.4`.
    public static var libraryVersion: String {
        var major: Int32 = 0
        var minor: Int32 = 0
        var patch: Int32 = 0
        zmq_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// Whether libzmq was built with CURVE; without it neither hub nor client can start.
    public static var hasCurve: Bool { zmq_has("curve") == 1 }
}

/// The context's handle, shared by the context and its sockets; terminates the context with the last of them.
///
/// Unchecked, because the compiler cannot know that libzmq's context calls are thread-safe; the pointer never changes.
final class ContextHandle: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    init(_ pointer: UnsafeMutableRawPointer) {
        self.pointer = pointer
    }

    func set(_ option: Int32, to value: Int32) throws(ZeroMQError) {
        guard zmq_ctx_set(pointer, option, value) == 0 else { throw .last }
    }

    deinit {
        while zmq_ctx_term(pointer) != 0, ZeroMQError.last == .interrupted {}
    }
}
