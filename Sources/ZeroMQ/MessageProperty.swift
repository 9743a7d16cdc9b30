internal import CZeroMQ

/// A property that libzmq attaches to received frames.
public struct MessageProperty: Sendable {
    let name: StaticString

    /// Names a property, such as one that the ZAP handler added.
    public init(_ name: StaticString) {
        self.name = name
    }

    /// What the ZAP handler called the peer in this handshake. Not on the identity frame of a ROUTER: read it from the
    /// frames after it.
    public static let userID = MessageProperty("User-Id")
    /// The peer's IP address without its port.
    public static let peerAddress = MessageProperty("Peer-Address")
    /// The type of the peer's socket, as the peer says.
    public static let socketType = MessageProperty("Socket-Type")
    /// The routing id, as the peer says.
    public static let routingID = MessageProperty("Routing-Id")
}

/// What can be done with a `zmq_msg_t` wherever it lives.
enum FrameStorage {
    /// Replaces an empty frame by a copy of some bytes; on failure it stays empty.
    static func initialize(
        _ frame: UnsafeMutablePointer<zmq_msg_t>, copying bytes: UnsafeRawBufferPointer
    ) throws(ZeroMQError) {
        guard zmq_msg_init_size(frame, bytes.count) == 0 else {
            let error = ZeroMQError.last
            zmq_msg_init(frame)
            throw error
        }
        if let source = bytes.baseAddress, bytes.count > 0 {
            zmq_msg_data(frame).copyMemory(from: source, byteCount: bytes.count)
        }
    }

    static func initialize(_ frame: UnsafeMutablePointer<zmq_msg_t>, copying bytes: [UInt8]) throws(ZeroMQError) {
        let failure: ZeroMQError? = bytes.withUnsafeBytes { buffer in
            do throws(ZeroMQError) {
                try initialize(frame, copying: buffer)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// The property's value without its terminating zero; it lives as long as the frame's content.
    static func metadata(
        _ frame: UnsafeMutablePointer<zmq_msg_t>, _ property: MessageProperty
    ) -> UnsafeBufferPointer<UInt8>? {
        let name = UnsafeRawPointer(property.name.utf8Start).assumingMemoryBound(to: CChar.self)
        guard let value = zmq_msg_gets(frame, name) else { return nil }
        var length = 0
        while value[length] != 0 { length += 1 }
        return UnsafeBufferPointer(
            start: UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), count: length)
    }

    static func sourceDescriptor(_ frame: UnsafeMutablePointer<zmq_msg_t>) -> Int32? {
        let descriptor = zmq_msg_get(frame, ZMQ_SRCFD)
        return descriptor >= 0 ? descriptor : nil
    }
}
