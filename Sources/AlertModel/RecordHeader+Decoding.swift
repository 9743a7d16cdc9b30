extension RecordHeader {
    /// The place of a record without the cost of reading all of its header: nothing is allocated.
    @frozen
    public struct Place: Hashable, Sendable {
        /// The record's place in the log.
        public let position: UInt64
        /// The identity of the log.
        public let epoch: UInt128
        /// When the hub took the alert, in milliseconds since 1970-01-01T00:00:00Z.
        public let acceptedAt: UInt64
        /// The alert's id.
        public let alertID: UInt128

        /// Reads the fixed part of an encoded header; the rest is not looked at.
        ///
        /// - Throws: `RecordHeaderError` where the bytes are too short or of another version.
        public init(decoding bytes: UnsafeRawBufferPointer) throws(RecordHeaderError) {
            try RecordHeader.checkFixedPart(bytes)
            position = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: positionOffset, as: UInt64.self))
            epoch = UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: epochOffset, as: UInt128.self))
            acceptedAt = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: acceptedAtOffset, as: UInt64.self))
            alertID = UInt128(bigEndian: bytes.loadUnaligned(fromByteOffset: alertIDOffset, as: UInt128.self))
        }
    }

    /// Reads an encoded header, all of it.
    ///
    /// - Throws: `RecordHeaderError` naming the first part that is wrong.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(RecordHeaderError) {
        let place = try Place(decoding: bytes)
        let typeByte = bytes[Self.fixedBytes - 1]
        guard let messageType = MessageType(rawValue: typeByte) else {
            throw RecordHeaderError(part: "message-type", problem: .unknownValue(typeByte))
        }
        var reader = PartReader(bytes: bytes, offset: Self.fixedBytes)
        let kind = try reader.name("kind", Self.kindBytesMax)
        let member = try reader.name("sender-member", Self.memberBytesMax)
        let principal = try reader.name("sender-principal", Self.principalBytesMax)
        let origin = try reader.name("origin", Self.memberBytesMax)
        var topics: [String] = []
        for _ in 0..<(try reader.count("topics", Self.topicsMax)) {
            topics.append(try reader.name("topic", Self.topicBytesMax))
        }
        var warnings: [Warning] = []
        for _ in 0..<(try reader.count("warnings", Self.warningsMax)) { warnings.append(try reader.warning()) }
        guard reader.offset == bytes.count else { throw RecordHeaderError(part: "end", problem: .trailing) }
        self.init(
            position: place.position, epoch: place.epoch, acceptedAt: place.acceptedAt, alertID: place.alertID,
            messageType: messageType, kind: kind, senderMember: member, senderPrincipal: principal, origin: origin,
            topics: topics, warnings: warnings)
    }

    fileprivate static func checkFixedPart(_ bytes: UnsafeRawBufferPointer) throws(RecordHeaderError) {
        guard bytes.count <= bytesMax else {
            throw RecordHeaderError(part: "header", problem: .tooLong(most: bytesMax))
        }
        guard bytes.count >= fixedBytes else { throw RecordHeaderError(part: "header", problem: .truncated) }
        guard bytes[0] == version else {
            throw RecordHeaderError(part: "version", problem: .unknownValue(bytes[0]))
        }
        guard bytes[1] == recordType else {
            throw RecordHeaderError(part: "record-type", problem: .unknownValue(bytes[1]))
        }
    }
}

/// Reads the parts of varying length, in their order.
private struct PartReader {
    let bytes: UnsafeRawBufferPointer
    var offset: Int

    mutating func count(_ part: String, _ most: Int) throws(RecordHeaderError) -> Int {
        guard offset < bytes.count else { throw RecordHeaderError(part: part, problem: .truncated) }
        let count = Int(bytes[offset])
        guard count <= most else { throw RecordHeaderError(part: part, problem: .tooLong(most: most)) }
        offset += 1
        return count
    }

    mutating func longCount(_ part: String, _ most: Int) throws(RecordHeaderError) -> Int {
        guard offset + 2 <= bytes.count else { throw RecordHeaderError(part: part, problem: .truncated) }
        let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
        guard count <= most else { throw RecordHeaderError(part: part, problem: .tooLong(most: most)) }
        offset += 2
        return count
    }

    mutating func text(_ part: String, _ count: Int) throws(RecordHeaderError) -> String {
        guard count <= bytes.count - offset else { throw RecordHeaderError(part: part, problem: .truncated) }
        guard let text = String(validating: bytes[offset..<offset + count], as: UTF8.self) else {
            throw RecordHeaderError(part: part, problem: .notUTF8)
        }
        offset += count
        return text
    }

    mutating func name(_ part: String, _ most: Int) throws(RecordHeaderError) -> String {
        let count = try count(part, most)
        guard count > 0 else { throw RecordHeaderError(part: part, problem: .empty) }
        return try text(part, count)
    }

    mutating func warning() throws(RecordHeaderError) -> RecordHeader.Warning {
        let code = try text("warning-code", count("warning-code", RecordHeader.warningCodeBytesMax))
        let pointer = try text("warning-pointer", longCount("warning-pointer", RecordHeader.pointerBytesMax))
        let sentence = try text("warning-sentence", longCount("warning-sentence", RecordHeader.sentenceBytesMax))
        return RecordHeader.Warning(code: code, pointer: pointer, sentence: sentence)
    }
}
