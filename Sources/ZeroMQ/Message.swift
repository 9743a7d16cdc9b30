internal import CZeroMQ

/// One frame: bytes owned by libzmq, handed over without copying.
///
/// For a frame that is kept, such as an alert on its way to the journal; a poll loop receives into `MessageFrames`.
///
/// Unchecked, because it owns a pointer: a message has one owner, what a borrower may do only reads, and libzmq counts
/// references to shared bytes atomically. So it may move between threads.
public struct Message: ~Copyable, @unchecked Sendable {
    // On the heap of its own, because short contents live in the structure itself and must not move while borrowed.
    let pointer: UnsafeMutablePointer<zmq_msg_t>

    /// An empty message.
    public init() {
        pointer = .allocate(capacity: 1)
        zmq_msg_init(pointer)
    }

    /// A message with a copy of some bytes.
    ///
    /// - Throws: `ZeroMQError.outOfMemory`.
    public init(copying bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
        self.init()
        try FrameStorage.initialize(pointer, copying: bytes)
    }

    /// A message with a copy of some bytes.
    ///
    /// - Throws: `ZeroMQError.outOfMemory`.
    public init(_ bytes: [UInt8]) throws(ZeroMQError) {
        self.init()
        try FrameStorage.initialize(pointer, copying: bytes)
    }

    deinit {
        zmq_msg_close(pointer)
        pointer.deallocate()
    }

    /// How many bytes it holds.
    public var byteCount: Int { zmq_msg_size(pointer) }

    /// Whether another frame of the same message follows it.
    public var more: Bool { zmq_msg_more(pointer) == 1 }

    /// Lends the bytes, which are libzmq's own and end with the closure.
    @inlinable
    public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafeBytes)
    }

    @usableFromInline
    var unsafeBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: zmq_msg_data(pointer), count: zmq_msg_size(pointer))
    }

    /// A second owner of the same bytes; long ones are shared and not copied.
    public mutating func share() throws(ZeroMQError) -> Message {
        let copy = Message()
        guard zmq_msg_copy(copy.pointer, pointer) == 0 else { throw .last }
        return copy
    }

    /// What the connection it came by says of itself, such as the user id that ZAP gave.
    public borrowing func metadata(_ property: MessageProperty) -> String? {
        FrameStorage.metadata(pointer, property).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The descriptor of the connection it came by, nil if it came by none.
    public var sourceDescriptor: Int32? { FrameStorage.sourceDescriptor(pointer) }
}
