internal import CZeroMQ

/// Z85 (RFC 32 of ZeroMQ) of 32-byte keys: 40 printable characters.
enum Z85 {
    static let keyByteCount = 32
    static let keyCharacterCount = 40
    /// What libzmq writes and reads: the characters and a terminating zero.
    static let keyBufferByteCount = keyCharacterCount + 1

    /// Decodes exactly 40 characters into exactly 32 bytes; false for any other number, or a character that is not Z85.
    static func decode(_ characters: UnsafeRawBufferPointer, into bytes: UnsafeMutableRawBufferPointer) -> Bool {
        guard characters.count == keyCharacterCount, bytes.count == keyByteCount else { return false }
        // libzmq takes a string up to its zero: one inside would make it read less than it was given.
        guard !characters.contains(0) else { return false }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: keyBufferByteCount) { text in
            defer { SecretMemory.zero(UnsafeMutableRawBufferPointer(text)) }
            text.initialize(repeating: 0)
            UnsafeMutableRawBufferPointer(text).copyMemory(from: characters)
            return zmq_z85_decode(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), text.baseAddress) != nil
        }
    }

    /// Encodes 32 bytes and lends the 40 characters, with a zero after them that is not counted.
    static func withEncoded<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        precondition(bytes.count == keyByteCount, "Z85 of a key takes \(keyByteCount) bytes")
        return try withUnsafeTemporaryAllocation(of: CChar.self, capacity: keyBufferByteCount) { text in
            defer { SecretMemory.zero(UnsafeMutableRawBufferPointer(text)) }
            text.initialize(repeating: 0)
            zmq_z85_encode(text.baseAddress, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count)
            return try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<keyCharacterCount]))
        }
    }
}
