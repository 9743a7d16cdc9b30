internal import CLinux
internal import Glibc

/// One accepted TCP connection, known well enough that it is never mistaken for a later one with the same descriptor.
///
/// libzmq owns the descriptor: here it is only looked at, and shut down. Make this at `SocketEvent.Kind.accepted`, and
/// keep it under the descriptor, to be found by the `sourceDescriptor` of the peer's messages. A message may be older
/// than the connection that has its descriptor now: bind ticket and connection at the ticket's first message, and let go
/// of both at `SocketEvent.Kind.disconnected`.
public struct PeerConnection: Hashable, Sendable {
    /// The descriptor, which may have become another connection's since.
    public let descriptor: Int32
    /// The remote end.
    public let address: PeerAddress
    /// The socket's own number in the kernel, which no other open socket has.
    public let inode: UInt64

    /// Looks at who a descriptor is connected to.
    ///
    /// - Throws: `ZeroMQError` with `EBADF` or `ENOTCONN` for one that has ended since, `EAFNOSUPPORT` where it is not TCP.
    public init(descriptor: Int32) throws(ZeroMQError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw ZeroMQError(rawValue: errno) }
        self.descriptor = descriptor
        address = try PeerAddress(descriptor: descriptor)
        inode = UInt64(status.st_ino)
    }

    /// Whether the descriptor is still this connection, and connected.
    public var isCurrent: Bool { isThis(descriptor) }

    /// How many bytes have arrived by this connection since it was opened, handshake and encryption included.
    ///
    /// A peer that sends without end, and never completes a message, shows only here. Cheap enough to ask for hundreds of
    /// connections a hundred times a second, and therefore not checked: nil where the descriptor is no TCP connection,
    /// and another connection's bytes where it became that. `shutdown()` does check.
    public func bytesReceived() -> UInt64? {
        var bytes: UInt64 = 0
        return cordon_tcp_bytes_received(descriptor, &bytes) == 0 ? bytes : nil
    }

    /// How many of the bytes that arrived libzmq has read; never too many. Not checked, as `bytesReceived()`.
    public func bytesRead() -> UInt64? {
        var unread: Int32 = 0
        // What arrives between the two makes the answer smaller, not larger.
        guard let received = bytesReceived(), cordon_tcp_bytes_unread(descriptor, &unread) == 0 else { return nil }
        return received - min(received, UInt64(max(0, unread)))
    }

    /// Cuts the connection; false if the descriptor is not this connection any more, and then nothing is touched.
    ///
    /// libzmq notices, closes the descriptor and reports `SocketEvent.Kind.disconnected`. What the peer sent before may
    /// still be received.
    public func shutdown() -> Bool {
        withHeldDescriptor { Glibc.shutdown($0, Int32(SHUT_RDWR)) == 0 } ?? false
    }

    /// Runs `body` on a duplicate of the descriptor, which cannot become another connection's between check and use.
    ///
    /// Where no descriptor is left to duplicate it, which is when offenders have to be cut, the original is checked and
    /// used at once.
    private func withHeldDescriptor<Result>(_ body: (Int32) -> Result) -> Result? {
        let duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        defer { if duplicate >= 0 { close(duplicate) } }
        let held = duplicate >= 0 ? duplicate : descriptor
        return isThis(held) ? body(held) : nil
    }

    private func isThis(_ candidate: Int32) -> Bool {
        var status = stat()
        guard fstat(candidate, &status) == 0, UInt64(status.st_ino) == inode else { return false }
        guard status.st_mode & S_IFMT == S_IFSOCK else { return false }
        return (try? PeerAddress(descriptor: candidate)) == address
    }
}
