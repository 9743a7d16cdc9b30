internal import CZeroMQ
internal import Synchronization

/// Ties a monitor to the socket it watches, so that watching ends before either of them closes.
///
/// libzmq sends events by a socket of its own, and waits where nobody takes them: had the monitor's end closed first, the
/// next event would hold the I/O thread, or whoever binds or closes the watched socket, for ever.
final class MonitorLink: Sendable {
    private let watched: Mutex<UnsafeMutableRawPointer?>

    init(_ watched: UnsafeMutableRawPointer) {
        // As a number, since a pointer says nothing to the compiler of who may use it.
        let address = UInt(bitPattern: watched)
        self.watched = Mutex(UnsafeMutableRawPointer(bitPattern: address))
    }

    /// Ends watching, if it has not ended; the monitor sees `monitorStopped` last.
    func stop() {
        watched.withLock { pointer in
            if let socket = pointer { zmq_socket_monitor(socket, nil, 0) }
            pointer = nil
        }
    }

    /// Notes that libzmq has ended watching by itself.
    func forget() {
        watched.withLock { $0 = nil }
    }

    /// The place in a socket for the link to its present monitor.
    final class Slot: Sendable {
        private let link = Mutex<MonitorLink?>(nil)

        /// Links another monitor; libzmq has ended the one before.
        func replace(by new: MonitorLink) {
            link.withLock { link in
                link?.forget()
                link = new
            }
        }

        func take() -> MonitorLink? {
            link.withLock { link in
                defer { link = nil }
                return link
            }
        }
    }
}
