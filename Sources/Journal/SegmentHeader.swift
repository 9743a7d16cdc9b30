internal import CChecksum

/// The beginning of a segment: format, hub, epoch, and the control state as it was when the segment was begun.
/// docs/journal-format.md, "Segments".
struct SegmentHeader {
    static let version: UInt32 = 1
    static let magic: [UInt8] = Array("CORDJRNL".utf8)
    static let fixedBytes = 72
    static let byteCountMax =
        fixedBytes + JournalLimits.hubIdentifierBytesMax + JournalLimits.controlBytesMax
        + JournalLimits.controlKeysMax * snapshotFixedBytes

    private static let snapshotFixedBytes = 7
    private enum Offset {
        static let version = 8
        static let length = 12
        static let checksum = 16
        static let salt = 20
        static let epoch = 24
        static let first = 40
        static let begun = 48
        static let lastTime = 56
        static let hubLength = 64
        static let controlCount = 68
    }

    /// The checksum of each record of the segment begins with it, so that no published bytes can pass for a record.
    var salt: UInt32
    var epoch: Epoch
    var hub: String
    /// The position that the first numbered record of the segment has or will have.
    var first: Position
    var begun: JournalTime
    /// The time of the last numbered entry before the segment.
    var lastTime: JournalTime
    var control: ControlState

    /// The header's bytes.
    func encoded() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.fixedBytes)
        bytes.append(contentsOf: hub.utf8)
        let snapshot = control.ordered()
        for (kind, key, value) in snapshot {
            bytes.append(kind.rawValue)
            withUnsafeBytes(of: UInt16(key.count).littleEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: UInt32(value.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: key)
            bytes.append(contentsOf: value)
        }
        let length = bytes.count
        let hubLength = hub.utf8.count
        bytes.withUnsafeMutableBytes { raw in
            raw.copyBytes(from: Self.magic)
            raw.put(Self.version, at: Offset.version)
            raw.put(UInt32(length), at: Offset.length)
            raw.put(salt, at: Offset.salt)
            for (index, byte) in epoch.bytes.enumerated() { raw[Offset.epoch + index] = byte }
            raw.put(first.rawValue, at: Offset.first)
            raw.put(begun.milliseconds, at: Offset.begun)
            raw.put(lastTime.milliseconds, at: Offset.lastTime)
            raw.put(UInt32(hubLength), at: Offset.hubLength)
            raw.put(UInt32(snapshot.count), at: Offset.controlCount)
            raw.put(Self.checksum(UnsafeRawBufferPointer(raw)), at: Offset.checksum)
        }
        return bytes
    }

    /// Reads the header of the segment `path` and returns it with its length.
    ///
    /// The control state is left empty where `withControl` is false: only the last segment's counts.
    static func read(
        _ file: any File, path: String, withControl: Bool
    ) throws(JournalError) -> (header: SegmentHeader, length: Int) {
        let fixed = try bytes(of: file, path: path, count: fixedBytes)
        guard fixed.starts(with: magic) else {
            throw .damaged(file: path, offset: 0, what: "a segment begins with \"CORDJRNL\"; this file does not")
        }
        let (found, length) = fixed.withUnsafeBytes {
            ($0.integer(UInt32.self, at: Offset.version), Int($0.integer(UInt32.self, at: Offset.length)))
        }
        guard found == version else { throw .unsupportedVersion(file: path, found: found, supported: version) }
        guard length >= fixedBytes, length <= byteCountMax else {
            throw .damaged(file: path, offset: Offset.length, what: "the header's length \(length) is out of bounds")
        }
        let whole = try bytes(of: file, path: path, count: length)
        guard let header = whole.withUnsafeBytes({ decode($0, withControl: withControl) }) else {
            throw .damaged(file: path, offset: Offset.checksum, what: "the header's checksum is wrong")
        }
        return (header, length)
    }

    private static func bytes(of file: any File, path: String, count: Int) throws(JournalError) -> [UInt8] {
        var window = ReadWindow()
        window.turn(to: file)
        do throws(FileError) {
            if try window.load(0, count, end: count, ahead: count) {
                return window.withBytes(from: 0) { [UInt8]($0[0..<count]) }
            }
        } catch {
            throw .file(error)
        }
        throw .damaged(file: path, offset: 0, what: "the file is shorter than its header of \(count) bytes")
    }

    /// The header in `bytes`, nil where they are not as they were written.
    private static func decode(_ bytes: UnsafeRawBufferPointer, withControl: Bool) -> SegmentHeader? {
        guard checksum(bytes) == bytes.integer(UInt32.self, at: Offset.checksum),
            let epoch = Epoch(bytes: bytes[Offset.epoch..<Offset.first])
        else { return nil }
        let hubLength = Int(bytes.integer(UInt32.self, at: Offset.hubLength))
        guard hubLength <= JournalLimits.hubIdentifierBytesMax, fixedBytes + hubLength <= bytes.count else {
            return nil
        }
        let snapshot = UnsafeRawBufferPointer(rebasing: bytes[(fixedBytes + hubLength)...])
        let count = Int(bytes.integer(UInt32.self, at: Offset.controlCount))
        guard let control = withControl ? controlState(snapshot, count: count) : ControlState() else { return nil }
        return SegmentHeader(
            salt: bytes.integer(UInt32.self, at: Offset.salt), epoch: epoch,
            hub: String(decoding: bytes[fixedBytes..<(fixedBytes + hubLength)], as: UTF8.self),
            first: Position(bytes.integer(UInt64.self, at: Offset.first)),
            begun: JournalTime(milliseconds: bytes.integer(UInt64.self, at: Offset.begun)),
            lastTime: JournalTime(milliseconds: bytes.integer(UInt64.self, at: Offset.lastTime)), control: control)
    }

    private static func controlState(_ bytes: UnsafeRawBufferPointer, count: Int) -> ControlState? {
        guard count <= JournalLimits.controlKeysMax else { return nil }
        var state = ControlState()
        var at = 0
        for _ in 0..<count {
            guard at + snapshotFixedBytes <= bytes.count else { return nil }
            let key = at + snapshotFixedBytes
            let value = key + Int(bytes.integer(UInt16.self, at: at + 1))
            let end = value + Int(bytes.integer(UInt32.self, at: at + 3))
            guard end <= bytes.count else { return nil }
            state.set(
                EntryKind(rawValue: bytes[at]), key: [UInt8](bytes[key..<value]), value: [UInt8](bytes[value..<end]))
            at = end
        }
        return at == bytes.count ? state : nil
    }

    /// The CRC32C of a header, its own four bytes left out.
    private static func checksum(_ header: UnsafeRawBufferPointer) -> UInt32 {
        let begun = cordon_crc32c(0, header.baseAddress, Offset.checksum)
        let rest = UnsafeRawBufferPointer(rebasing: header[Offset.salt...])
        return cordon_crc32c(begun, rest.baseAddress, rest.count)
    }
}
