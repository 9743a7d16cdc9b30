public import TransparencyLog

/// What became of one published alert.
@frozen
public struct ReceiptEntry: Hashable, Sendable {
    /// The kinds of outcome.
    @frozen
    public enum Outcome: UInt8, CaseIterable, Sendable {
        /// The alert is durable at the position given.
        case accepted = 0
        /// The same alert was taken before, at the position given.
        case duplicate = 1
        /// The alert was not taken.
        case refused = 2
    }

    /// The length of an entry on the wire, in bytes.
    public static let byteCount = 52

    /// The leaf hash that travels where there is none: 32 zero bytes.
    public static let noLeafHash = SHA256Digest(bytes: repeatElement(0, count: SHA256Digest.byteCount))!

    /// The alert's publish id.
    public var publishID: UInt64
    /// What became of it.
    public var outcome: Outcome
    /// When to send it again, `.none` unless it was refused.
    public var retry: RetryClass
    /// The number of the error code, 0 unless it was refused.
    public var code: UInt16
    /// The record's position, 0 where it was refused.
    public var position: UInt64
    /// The record's leaf hash, zeros where it was refused.
    public var leafHash: SHA256Digest

    private init(
        publishID: UInt64, outcome: Outcome, retry: RetryClass, code: UInt16, position: UInt64, leafHash: SHA256Digest
    ) {
        self.publishID = publishID
        self.outcome = outcome
        self.retry = retry
        self.code = code
        self.position = position
        self.leafHash = leafHash
    }

    /// The alert is durable at `position`.
    public static func accepted(publishID: UInt64, position: UInt64, leafHash: SHA256Digest) -> ReceiptEntry {
        ReceiptEntry(
            publishID: publishID, outcome: .accepted, retry: .none, code: 0, position: position, leafHash: leafHash)
    }

    /// The same alert was taken before, at `position`.
    public static func duplicate(publishID: UInt64, position: UInt64, leafHash: SHA256Digest) -> ReceiptEntry {
        ReceiptEntry(
            publishID: publishID, outcome: .duplicate, retry: .none, code: 0, position: position, leafHash: leafHash)
    }

    /// The alert was refused.
    public static func refused(publishID: UInt64, code: ProtocolErrorCode) -> ReceiptEntry {
        ReceiptEntry(
            publishID: publishID, outcome: .refused, retry: code.retry, code: code.rawValue, position: 0,
            leafHash: noLeafHash)
    }

    /// The error code, nil where nothing was refused or this version does not know the number.
    public var errorCode: ProtocolErrorCode? { ProtocolErrorCode(rawValue: code) }

    @inline(__always)
    func store(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        bytes.storeBytes(of: publishID.bigEndian, toByteOffset: offset, as: UInt64.self)
        bytes[offset + 8] = outcome.rawValue
        bytes[offset + 9] = retry.rawValue
        bytes.storeBytes(of: code.bigEndian, toByteOffset: offset + 10, as: UInt16.self)
        bytes.storeBytes(of: position.bigEndian, toByteOffset: offset + 12, as: UInt64.self)
        leafHash.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(rebasing: bytes[(offset + 20)...]).copyMemory(from: $0)
        }
    }

    /// Reads an entry whose outcome and retry class were checked before.
    @inline(__always)
    init(checked bytes: UnsafeRawBufferPointer, at offset: Int) {
        publishID = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        outcome = Outcome(rawValue: bytes[offset + 8]) ?? .refused
        retry = RetryClass(rawValue: bytes[offset + 9]) ?? .never
        code = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 10, as: UInt16.self))
        position = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt64.self))
        let hash = UnsafeRawBufferPointer(rebasing: bytes[offset + 20..<offset + Self.byteCount])
        leafHash = SHA256Digest(bytes: hash) ?? Self.noLeafHash
    }
}
