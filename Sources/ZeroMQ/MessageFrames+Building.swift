internal import CZeroMQ

extension MessageFrames {
    /// Adds a frame with a copy of some bytes; up to 33 bytes need no allocation at all.
    ///
    /// More frames than the capacity is an error of the caller and traps.
    /// - Throws: `ZeroMQError.outOfMemory`.
    public mutating func append(copying bytes: UnsafeRawBufferPointer) throws(ZeroMQError) {
        try FrameStorage.initialize(nextSlot(), copying: bytes)
        noteFilled()
    }

    /// Adds a frame with a copy of some bytes.
    ///
    /// - Throws: `ZeroMQError.outOfMemory`.
    public mutating func append(_ bytes: [UInt8]) throws(ZeroMQError) {
        try FrameStorage.initialize(nextSlot(), copying: bytes)
        noteFilled()
    }

    /// Adds a frame with a text as UTF-8.
    ///
    /// - Throws: `ZeroMQError.outOfMemory`.
    public mutating func append(_ text: String) throws(ZeroMQError) {
        try append(Array(text.utf8))
    }

    /// Adds a frame of a given size whose bytes the closure writes in place; they are zero before.
    ///
    /// - Throws: `ZeroMQError.outOfMemory`.
    public mutating func append(
        byteCount: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void
    ) throws(ZeroMQError) {
        let frame = nextSlot()
        guard zmq_msg_init_size(frame, byteCount) == 0 else {
            let error = ZeroMQError.last
            zmq_msg_init(frame)
            throw error
        }
        let buffer = UnsafeMutableRawBufferPointer(start: zmq_msg_data(frame), count: byteCount)
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        write(buffer)
        noteFilled()
    }

    /// Adds a frame and takes over its bytes.
    public mutating func append(_ message: consuming Message) {
        zmq_msg_move(nextSlot(), message.pointer)
        noteFilled()
    }

    /// Adds a frame with the same bytes as a message, which keeps them; long ones are shared and not copied.
    public mutating func append(sharing message: inout Message) throws(ZeroMQError) {
        guard zmq_msg_copy(nextSlot(), message.pointer) == 0 else { throw .last }
        noteFilled()
    }

    /// Adds a frame with the same bytes as a frame of another message, which keeps them; long ones are shared.
    ///
    /// The way to send one alert to many subscribers.
    public mutating func append(sharingFrame index: Int, of other: inout MessageFrames) throws(ZeroMQError) {
        precondition(index >= 0 && index < other.count, "frame \(index) of \(other.count)")
        guard zmq_msg_copy(nextSlot(), other.slots + index) == 0 else { throw .last }
        noteFilled()
    }

    /// Takes one frame out as a message of its own and leaves an empty frame in its place.
    public mutating func take(frame index: Int) -> Message {
        precondition(index >= 0 && index < count, "frame \(index) of \(count)")
        let message = Message()
        zmq_msg_move(message.pointer, slots + index)
        return message
    }
}
