internal import CLinux
internal import Glibc

/// An eventfd: a descriptor that one thread waits on and any other makes readable.
struct EventDescriptor: ~Copyable, Sendable {
    let descriptor: Int32

    init() throws(ZeroMQError) {
        descriptor = cordon_event_descriptor()
        guard descriptor >= 0 else { throw ZeroMQError(rawValue: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable. A counter that is full already is as readable as it gets.
    func signal() {
        var one: UInt64 = 1
        while write(descriptor, &one, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
    }

    /// Makes the descriptor unreadable until the next signal.
    func clear() {
        var count: UInt64 = 0
        while read(descriptor, &count, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
    }
}
