internal import Glibc

/// The remote end of a TCP connection.
public struct PeerAddress: Hashable, Sendable {
    /// The IP address in its usual text.
    public let host: String
    /// The TCP port.
    public let port: UInt16

    /// Reads the remote end of a connected TCP descriptor.
    ///
    /// - Throws: `ZeroMQError` with `EBADF` or `ENOTCONN` for one that is closed or not connected, `EAFNOSUPPORT` for one
    ///   that is not TCP.
    init(descriptor: Int32) throws(ZeroMQError) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
        }
        guard result == 0 else { throw ZeroMQError(rawValue: errno) }
        let family = Int32(storage.ss_family)
        let parsed: (String, UInt16)? = withUnsafeBytes(of: &storage) { bytes in
            switch family {
            case AF_INET:
                let address = bytes.load(as: sockaddr_in.self)
                return withUnsafeBytes(of: address.sin_addr) { PeerAddress.text(AF_INET, $0) }
                    .map { ($0, UInt16(bigEndian: address.sin_port)) }
            case AF_INET6:
                let address = bytes.load(as: sockaddr_in6.self)
                return withUnsafeBytes(of: address.sin6_addr) { PeerAddress.text(AF_INET6, $0) }
                    .map { ($0, UInt16(bigEndian: address.sin6_port)) }
            default:
                return nil
            }
        }
        guard let parsed else { throw ZeroMQError(rawValue: EAFNOSUPPORT) }
        (host, port) = parsed
    }

    private static func text(_ family: Int32, _ address: UnsafeRawBufferPointer) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            inet_ntop(family, address.baseAddress, buffer.baseAddress, socklen_t(buffer.count))
                .map { String(cString: $0) }
        }
    }
}

extension PeerAddress: CustomStringConvertible {
    /// Host and port, as `192.0.2.7:40123` or `[2001:db8::7]:40123`.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
