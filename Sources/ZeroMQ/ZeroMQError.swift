internal import CZeroMQ
internal import Glibc

/// A failed libzmq or system call: the error number it left, with libzmq's words for it.
///
/// Compare with the constants below, or print it. It carries a number and nothing of what was sent or configured, so it
/// is safe in a log; whoever catches it adds which endpoint or option was meant.
public struct ZeroMQError: Error, RawRepresentable, Hashable, Sendable {
    /// The error number (`errno`), of POSIX or one of libzmq's own.
    public let rawValue: Int32

    /// Wraps an error number as it stands.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// What the calling thread's last failed libzmq call reported.
    static var last: ZeroMQError { ZeroMQError(rawValue: zmq_errno()) }
}

extension ZeroMQError {
    /// The call would have had to wait (EAGAIN).
    public static let wouldBlock = ZeroMQError(rawValue: EAGAIN)
    /// No peer with that routing id is connected (EHOSTUNREACH).
    public static let unreachable = ZeroMQError(rawValue: EHOSTUNREACH)
    /// The context was shut down under the socket (ETERM).
    public static let terminated = ZeroMQError(rawValue: ETERM)
    /// A signal interrupted the call (EINTR); this module retries, so it is seldom seen.
    public static let interrupted = ZeroMQError(rawValue: EINTR)
    /// Something else is bound to that endpoint (EADDRINUSE).
    public static let addressInUse = ZeroMQError(rawValue: EADDRINUSE)
    /// That address is not one of this machine's (EADDRNOTAVAIL).
    public static let addressNotAvailable = ZeroMQError(rawValue: EADDRNOTAVAIL)
    /// An option, endpoint or argument that libzmq does not accept (EINVAL).
    public static let invalidArgument = ZeroMQError(rawValue: EINVAL)
    /// There is no such endpoint to unbind or disconnect (ENOENT).
    public static let noSuchEndpoint = ZeroMQError(rawValue: ENOENT)
    /// The process has no descriptors left (EMFILE).
    public static let tooManyDescriptors = ZeroMQError(rawValue: EMFILE)
    /// There was no memory for the message (ENOMEM).
    public static let outOfMemory = ZeroMQError(rawValue: ENOMEM)
    /// The socket's type cannot do this at all or not in its present state (EFSM).
    public static let wrongState = ZeroMQError(rawValue: EFSM)
    /// The socket is closed or never was one (ENOTSOCK).
    public static let notASocket = ZeroMQError(rawValue: ENOTSOCK)
    /// What arrived is not what the protocol allows (EPROTO).
    public static let protocolViolation = ZeroMQError(rawValue: EPROTO)
}

extension ZeroMQError: CustomStringConvertible {
    /// libzmq's words for the error, and its number.
    public var description: String {
        "\(String(cString: zmq_strerror(rawValue))) (error \(rawValue))"
    }
}
