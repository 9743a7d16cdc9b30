/// Why a header can be neither written nor read: the part, and what is wrong with it.
public struct RecordHeaderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a part.
    public enum Problem: Hashable, Sendable {
        /// The header ends before the part does.
        case truncated
        /// The part is longer, or holds more items, than `most`.
        case tooLong(most: Int)
        /// The part must not be empty.
        case empty
        /// The value is none that the layout names.
        case unknownValue(UInt8)
        /// The bytes are not UTF-8.
        case notUTF8
        /// Bytes follow the last part.
        case trailing
    }

    /// The part's name in the layout.
    public let part: String
    /// What is wrong.
    public let problem: Problem

    /// Creates an error about a part.
    public init(part: String, problem: Problem) {
        self.part = part
        self.problem = problem
    }

    /// One sentence: the part and what is wrong with it.
    public var description: String {
        switch problem {
        case .truncated: "record header: \(part) is cut short"
        case .tooLong(let most): "record header: \(part) exceeds its bound of \(most)"
        case .empty: "record header: \(part) is empty"
        case .unknownValue(let value): "record header: \(part) is \(value), which the layout does not define"
        case .notUTF8: "record header: \(part) is not UTF-8"
        case .trailing: "record header: bytes follow the last part"
        }
    }
}

extension RecordHeader {
    /// Where the position lies in an encoded header.
    static let positionOffset = 2
    /// Where the epoch lies in an encoded header.
    static let epochOffset = 10
    /// Where the time of acceptance lies in an encoded header.
    static let acceptedAtOffset = 26
    /// Where the alert's id lies in an encoded header.
    static let alertIDOffset = 34
    /// The length of the fixed part, in bytes.
    static let fixedBytes = 51
    /// The type of record: a header before an alert, as opposed to those that later records may have.
    static let recordType: UInt8 = 1

    /// Appends the encoded header to `buffer`.
    ///
    /// Warnings beyond `warningsMax` are left out and long ones cut at a character's boundary: advice is never the
    /// reason to refuse a record. On an error `buffer` is as it was.
    ///
    /// - Throws: `RecordHeaderError` where a name or topic is empty or too long, or the topics are too many.
    public func encode(into buffer: inout [UInt8]) throws(RecordHeaderError) {
        guard topics.count <= Self.topicsMax else {
            throw RecordHeaderError(part: "topics", problem: .tooLong(most: Self.topicsMax))
        }
        try Self.check(kind, "kind", Self.kindBytesMax)
        try Self.check(senderMember, "sender-member", Self.memberBytesMax)
        try Self.check(senderPrincipal, "sender-principal", Self.principalBytesMax)
        try Self.check(origin, "origin", Self.memberBytesMax)
        for topic in topics { try Self.check(topic, "topic", Self.topicBytesMax) }

        // The fixed part is written at once: a check for room at each field would cost more than the field.
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: Self.fixedBytes))
        buffer.withUnsafeMutableBytes { storeFixedPart(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
        Self.append(kind, to: &buffer)
        Self.append(senderMember, to: &buffer)
        Self.append(senderPrincipal, to: &buffer)
        Self.append(origin, to: &buffer)
        buffer.append(UInt8(truncatingIfNeeded: topics.count))
        for topic in topics { Self.append(topic, to: &buffer) }
        appendWarnings(to: &buffer)
    }

    private func storeFixedPart(into header: UnsafeMutableRawBufferPointer) {
        header[0] = Self.version
        header[1] = Self.recordType
        Self.stamp(position: position, epoch: epoch, acceptedAt: acceptedAt, into: header)
        header.storeBytes(of: alertID.bigEndian, toByteOffset: Self.alertIDOffset, as: UInt128.self)
        header[Self.fixedBytes - 1] = messageType.rawValue
    }

    private func appendWarnings(to buffer: inout [UInt8]) {
        let kept = warnings.prefix(Self.warningsMax)
        buffer.append(UInt8(truncatingIfNeeded: kept.count))
        for warning in kept {
            Self.append(Self.cut(warning.code, Self.warningCodeBytesMax), to: &buffer)
            Self.appendLong(Self.cut(warning.pointer, Self.pointerBytesMax), to: &buffer)
            Self.appendLong(Self.cut(warning.sentence, Self.sentenceBytesMax), to: &buffer)
        }
    }

    /// Writes the position, the epoch and the time of acceptance into a header that was encoded before they were known.
    ///
    /// - Precondition: `header` is as long as an encoded header is at least.
    public static func stamp(
        position: UInt64, epoch: UInt128, acceptedAt: UInt64, into header: UnsafeMutableRawBufferPointer
    ) {
        precondition(header.count >= fixedBytes, "not an encoded record header")
        header.storeBytes(of: position.bigEndian, toByteOffset: positionOffset, as: UInt64.self)
        header.storeBytes(of: epoch.bigEndian, toByteOffset: epochOffset, as: UInt128.self)
        header.storeBytes(of: acceptedAt.bigEndian, toByteOffset: acceptedAtOffset, as: UInt64.self)
    }

    private static func check(_ text: String, _ part: String, _ most: Int) throws(RecordHeaderError) {
        let count = text.utf8.count
        guard count > 0 else { throw RecordHeaderError(part: part, problem: .empty) }
        guard count <= most else { throw RecordHeaderError(part: part, problem: .tooLong(most: most)) }
    }

    private static func append<Value: FixedWidthInteger>(_ value: Value, to buffer: inout [UInt8]) {
        Swift.withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) }
    }

    private static func append(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(UInt8(truncatingIfNeeded: text.utf8.count))
        appendBytes(of: text, to: &buffer)
    }

    /// One copy where the text lies in one piece, as almost every text does.
    private static func appendBytes(of text: String, to buffer: inout [UInt8]) {
        if text.utf8.withContiguousStorageIfAvailable({ buffer.append(contentsOf: $0) }) == nil {
            buffer.append(contentsOf: text.utf8)
        }
    }

    private static func appendLong(_ text: String, to buffer: inout [UInt8]) {
        append(UInt16(truncatingIfNeeded: text.utf8.count), to: &buffer)
        appendBytes(of: text, to: &buffer)
    }

    private static func cut(_ text: String, _ most: Int) -> String {
        guard text.utf8.count > most else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: most)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}
