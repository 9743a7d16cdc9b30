/// Appends the fields of a first frame to a buffer that the caller keeps and reuses.
///
/// The writer never checks bounds: commands are built from checked values, and what is too long is cut by them.
extension [UInt8] {
    /// Appends the header that every first frame begins with.
    mutating func appendHeader(_ command: CommandCode, following: Int) {
        let start = UInt64(FrameHeader.signature) << 32 | UInt64(FrameHeader.version) << 24
        let header = (start | UInt64(command.rawValue) << 16 | UInt64(UInt16(clamping: following))) << 16
        Swift.withUnsafeBytes(of: header.bigEndian) {
            append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<FrameHeader.byteCount]))
        }
    }

    /// Appends `value` in network order.
    @inline(__always)
    mutating func appendInteger<Value: FixedWidthInteger>(_ value: Value) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Appends `byteCount` bytes and has `fill` write all of them at once, without a check for room at each field.
    @inline(__always)
    mutating func appendSpace(_ byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let start = count
        append(contentsOf: repeatElement(0, count: byteCount))
        withUnsafeMutableBytes { fill(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Appends a length of one byte and the text, cut to at most `most` bytes at a character's boundary.
    mutating func appendShortString(_ text: String, most: Int) {
        let cut = text.utf8.count <= most ? text : text.prefix(bytes: most)
        append(UInt8(truncatingIfNeeded: cut.utf8.count))
        append(contentsOf: cut.utf8)
    }

    /// Appends a length of two bytes and the text, cut to at most `most` bytes at a character's boundary.
    mutating func appendLongString(_ text: String, most: Int) {
        let cut = text.utf8.count <= most ? text : text.prefix(bytes: most)
        appendInteger(UInt16(truncatingIfNeeded: cut.utf8.count))
        append(contentsOf: cut.utf8)
    }

    /// Appends an optional field, nothing where its value is empty.
    mutating func appendOptional(_ field: OptionalField, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        append(field.rawValue)
        appendInteger(UInt16(clamping: value.count))
        append(contentsOf: value.prefix(Int(UInt16.max)))
    }

    /// Appends the time to wait as an optional field, nothing where it is 0.
    mutating func appendRetryAfter(_ milliseconds: UInt32) {
        guard milliseconds != 0 else { return }
        append(OptionalField.retryAfter.rawValue)
        appendInteger(UInt16(MemoryLayout<UInt32>.size))
        appendInteger(milliseconds)
    }
}

extension String {
    /// The longest beginning of at most `limit` bytes that splits no Unicode scalar.
    func prefix(bytes limit: Int) -> String {
        var end = utf8.index(startIndex, offsetBy: limit, limitedBy: endIndex) ?? endIndex
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
