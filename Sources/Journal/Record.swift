internal import CChecksum
internal import TransparencyLog

/// The fixed fields of a stored record, and how a record is written and checked; docs/journal-format.md, "Records".
struct Record {
    static let fixedBytes = 80

    private enum Offset {
        static let length = 0
        static let checksum = 4
        static let kind = 8
        static let reserved = 9
        static let durable = 12
        static let headerLength = 16
        static let bodyLength = 20
        static let signatureLength = 24
        static let reservedToo = 28
        static let position = 32
        static let time = 40
        static let leafHash = 48
    }

    let length: Int
    let kind: EntryKind
    /// How many bytes of the segment were durable when this record was written: where its commit begins.
    let durable: Int
    let headerLength: Int
    let bodyLength: Int
    let position: Position
    let time: JournalTime

    /// The fields of the record at the beginning of `bytes`, nil where they contradict each other.
    ///
    /// `bytes` holds at least the fixed fields; the checksum is not looked at.
    init?(fields bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard bytes.count >= Self.fixedBytes else { return nil }
        length = Int(bytes.integer(UInt32.self, at: Offset.length))
        kind = EntryKind(rawValue: bytes[Offset.kind])
        durable = Int(bytes.integer(UInt32.self, at: Offset.durable))
        headerLength = Int(bytes.integer(UInt32.self, at: Offset.headerLength))
        bodyLength = Int(bytes.integer(UInt32.self, at: Offset.bodyLength))
        position = Position(bytes.integer(UInt64.self, at: Offset.position))
        time = JournalTime(milliseconds: bytes.integer(UInt64.self, at: Offset.time))
        let signatureLength = Int(bytes.integer(UInt32.self, at: Offset.signatureLength))
        guard length == Self.fixedBytes + headerLength + bodyLength + signatureLength,
            length <= JournalLimits.recordBytesMax, kind.rawValue != 0, durable <= offset,
            kind.isNumbered == (position > .beforeFirst),
            bytes[Offset.reserved] | bytes[Offset.reserved + 1] | bytes[Offset.reserved + 2] == 0,
            bytes.integer(UInt32.self, at: Offset.reservedToo) == 0
        else { return nil }
    }

    /// The size of an entry's record.
    static func byteCount(_ entry: JournalEntry) -> Int { fixedBytes + entry.content.count }

    /// Writes an entry's record to the beginning of `bytes`, which has room for it, and returns its size.
    static func write(
        _ entry: JournalEntry, leafHash: SHA256Digest?, durable: Int, salt: UInt32,
        to bytes: UnsafeMutableRawBufferPointer
    ) -> Int {
        let length = byteCount(entry)
        bytes.put(UInt32(length), at: Offset.length)
        bytes.put(UInt32(entry.kind.rawValue), at: Offset.kind)
        bytes.put(UInt32(durable), at: Offset.durable)
        bytes.put(UInt32(entry.bodyStart), at: Offset.headerLength)
        bytes.put(UInt32(entry.signatureStart - entry.bodyStart), at: Offset.bodyLength)
        bytes.put(UInt32(entry.content.count - entry.signatureStart), at: Offset.signatureLength)
        bytes.put(UInt32(0), at: Offset.reservedToo)
        bytes.put(entry.position.rawValue, at: Offset.position)
        bytes.put(entry.time.milliseconds, at: Offset.time)
        if let leafHash {
            leafHash.withUnsafeBytes { bytes.copyPart($0, at: Offset.leafHash) }
        } else {
            for at in Offset.leafHash..<fixedBytes { bytes[at] = 0 }
        }
        entry.content.withUnsafeBytes { bytes.copyPart($0, at: fixedBytes) }
        bytes.put(checksum(UnsafeRawBufferPointer(rebasing: bytes[0..<length]), salt: salt), at: Offset.checksum)
        return length
    }

    /// The CRC32C of a record, its own four bytes left out, begun with the segment's salt.
    static func checksum(_ record: UnsafeRawBufferPointer, salt: UInt32) -> UInt32 {
        let begun = cordon_crc32c(salt, record.baseAddress, Offset.checksum)
        let rest = UnsafeRawBufferPointer(rebasing: record[Offset.kind...])
        return cordon_crc32c(begun, rest.baseAddress, rest.count)
    }

    /// Whether the record at the beginning of `bytes`, which holds all of it, is as it was written.
    func isIntact(_ bytes: UnsafeRawBufferPointer, salt: UInt32) -> Bool {
        let record = UnsafeRawBufferPointer(rebasing: bytes[0..<length])
        return Self.checksum(record, salt: salt) == bytes.integer(UInt32.self, at: Offset.checksum)
    }

    /// The entry in the record at the beginning of `bytes`, which holds all of it.
    func entry(_ bytes: UnsafeRawBufferPointer) -> JournalEntry {
        let content = [UInt8](bytes[Self.fixedBytes..<length])
        let leaf = kind.isNumbered ? SHA256Digest(bytes: bytes[Offset.leafHash..<Self.fixedBytes]) : nil
        return JournalEntry(
            kind: kind, position: position, time: time, content: content, bodyStart: headerLength,
            signatureStart: headerLength + bodyLength, leafHash: leaf, bodyDigest: nil)
    }
}

extension UnsafeRawBufferPointer {
    /// The little-endian integer at `offset`.
    func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type, at offset: Int) -> Integer {
        Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a little-endian integer at `offset`.
    func put<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer, at offset: Int) {
        storeBytes(of: value.littleEndian, toByteOffset: offset, as: Integer.self)
    }
}
