internal import CZeroMQ

/// The frames of one message, in memory that is used again for the next one.
///
/// A poll loop keeps one for what it receives and one for what it sends: neither allocates per message beyond what
/// libzmq does for the bytes. The number of frames is bounded by the capacity.
///
/// Unchecked, because it owns a pointer: it has one owner, what a borrower may do only reads, and libzmq counts
/// references to shared bytes atomically. So it may move between threads.
public struct MessageFrames: ~Copyable, @unchecked Sendable {
    /// The most frames it holds.
    public let capacity: Int
    /// How many frames it holds.
    public private(set) var count = 0
    /// How many frames the last message received had, those included that were dropped for want of room.
    public private(set) var receivedFrameCount = 0
    /// How many bytes the last message received had in all, those included that were dropped.
    public private(set) var receivedByteCount = 0

    // All `capacity` slots are always initialised, empty where they hold nothing.
    let slots: UnsafeMutablePointer<zmq_msg_t>

    /// Makes room for messages of up to `capacity` frames (at least one; a ROUTER's identity frame counts).
    public init(capacity: Int) {
        precondition(capacity > 0, "MessageFrames needs room for at least one frame")
        self.capacity = capacity
        slots = .allocate(capacity: capacity)
        for index in 0..<capacity { zmq_msg_init(slots + index) }
    }

    deinit {
        for index in 0..<capacity { zmq_msg_close(slots + index) }
        slots.deallocate()
    }

    /// How many bytes one frame holds.
    public func byteCount(ofFrame index: Int) -> Int {
        zmq_msg_size(slot(index))
    }

    /// Lends the bytes of one frame, which are libzmq's own and end with the closure.
    @inlinable
    public borrowing func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        ofFrame index: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafeBytes(ofFrame: index))
    }

    /// A copy of the bytes of one frame.
    public func bytes(ofFrame index: Int) -> [UInt8] {
        Array(unsafeBytes(ofFrame: index))
    }

    /// What the connection the frame came by says of itself; nil where it says nothing.
    public func metadata(_ property: MessageProperty, ofFrame index: Int) -> String? {
        FrameStorage.metadata(slot(index), property).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Lends a property's value without making a string of it; nil where there is none.
    @inlinable
    public borrowing func withUnsafeMetadata<Result: ~Copyable, Failure: Error>(
        _ property: MessageProperty, ofFrame index: Int,
        _ body: (UnsafeBufferPointer<UInt8>?) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(unsafeMetadata(property, ofFrame: index))
    }

    /// The descriptor of the connection the frame came by, nil if it came by none.
    ///
    /// It may be closed, and another connection's by now: see `PeerConnection`.
    public func sourceDescriptor(ofFrame index: Int) -> Int32? {
        FrameStorage.sourceDescriptor(slot(index))
    }

    @usableFromInline
    func unsafeBytes(ofFrame index: Int) -> UnsafeRawBufferPointer {
        let frame = slot(index)
        return UnsafeRawBufferPointer(start: zmq_msg_data(frame), count: zmq_msg_size(frame))
    }

    @usableFromInline
    func unsafeMetadata(_ property: MessageProperty, ofFrame index: Int) -> UnsafeBufferPointer<UInt8>? {
        FrameStorage.metadata(slot(index), property)
    }

    private func slot(_ index: Int) -> UnsafeMutablePointer<zmq_msg_t> {
        precondition(index >= 0 && index < count, "frame \(index) of \(count)")
        return slots + index
    }

    /// Releases all frames.
    public mutating func removeAll() {
        for index in 0..<count {
            zmq_msg_close(slots + index)
            zmq_msg_init(slots + index)
        }
        count = 0
        receivedFrameCount = 0
        receivedByteCount = 0
    }

    /// Notes a frame that arrived; one beyond the capacity is only counted.
    mutating func noteReceived(byteCount: Int) {
        receivedFrameCount += 1
        receivedByteCount += byteCount
        if count < capacity { count += 1 }
    }

    /// The slot for the next frame to be filled.
    mutating func nextSlot() -> UnsafeMutablePointer<zmq_msg_t> {
        precondition(count < capacity, "a message of more than \(capacity) frames was to be sent")
        return slots + count
    }

    /// Counts the slot that `nextSlot` gave, now that it is filled.
    mutating func noteFilled() {
        count += 1
    }
}
