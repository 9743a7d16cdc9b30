internal import Glibc

/// Tells the service manager how the service is: the protocol of `sd_notify(3)`, by datagram to `$NOTIFY_SOCKET`.
public struct ServiceNotifier: Sendable {
    /// What can be told.
    public enum State: Sendable, Equatable {
        /// `READY=1`: start-up, or a reload, is finished.
        case ready
        /// `RELOADING=1` with the monotonic time the protocol asks for.
        case reloading
        /// `STOPPING=1`: draining has begun.
        case stopping
        /// `WATCHDOG=1`: still alive.
        case watchdog
        /// `STATUS=…`: one line for people; control characters are escaped.
        case status(String)
    }

    /// Why a notification did not go out.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// `$NOTIFY_SOCKET` is neither an absolute path nor an abstract name, or is longer than the system's bound.
        case badAddress
        /// The system call of that name failed with that error number.
        case system(call: String, errno: Int32)

        /// One line that says what failed.
        public var description: String {
            switch self {
            case .badAddress:
                "NOTIFY_SOCKET is neither an absolute path nor @name, or is longer than a socket address can be"
            case .system(let call, let number):
                "the service manager was not reached: \(call): \(String(cString: strerror(number)))"
            }
        }
    }

    private let address: [UInt8]
    /// How often `watchdog` must be told at the latest, nil where no watchdog is set for this process. Tell it twice
    /// as often.
    public let watchdogInterval: Duration?

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`; nil where no service manager listens.
    public init?(environment: [String: String]) throws(Failure) {
        guard let socket = environment["NOTIFY_SOCKET"], !socket.isEmpty else { return nil }
        guard socket.hasPrefix("/") || socket.hasPrefix("@"), socket.utf8.count > 1 else { throw .badAddress }
        var address = Array(socket.utf8)
        // An abstract name begins with NUL; the environment spells it @. A path ends with one.
        if address[0] == UInt8(ascii: "@") { address[0] = 0 } else { address.append(0) }
        guard address.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { throw .badAddress }
        self.address = address
        watchdogInterval = Self.watchdogInterval(environment)
    }

    private static func watchdogInterval(_ environment: [String: String]) -> Duration? {
        guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else {
            return nil
        }
        if let process = environment["WATCHDOG_PID"], Int32(process) != getpid() { return nil }
        return .microseconds(microseconds)
    }

    /// Sends all of `states` in one datagram.
    public func notify(_ states: State...) throws(Failure) {
        let message = states.map(Self.text(of:)).joined(separator: "\n")
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: address) }
        // The length tells an abstract name's end; for a path it counts the NUL.
        let length = socklen_t(MemoryLayout.size(ofValue: target.sun_family) + address.count)
        let bytes = Array(message.utf8)
        let sent = withUnsafePointer(to: target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
            }
        }
        guard sent == bytes.count else { throw .system(call: "sendto", errno: errno) }
    }

    private static func text(of state: State) -> String {
        switch state {
        case .ready: return "READY=1"
        case .stopping: return "STOPPING=1"
        case .watchdog: return "WATCHDOG=1"
        case .status(let line): return "STATUS=" + ControlEscapes.escaped(line)
        case .reloading:
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return "RELOADING=1\nMONOTONIC_USEC=\(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000)"
        }
    }
}
