/// RECEIPT: what became of published alerts, of one PUBLISH or of many.
///
/// A decoded receipt borrows the frame's bytes: it is valid only as long as they are. Reading an entry allocates
/// nothing.
@frozen
public struct Receipt {
    /// The entries' bytes.
    private let bytes: UnsafeRawBufferPointer
    /// How many entries there are.
    public let count: Int
    /// Whether one frame follows, with a report in JSON.
    public let hasReport: Bool
    /// How long to wait before publishing again what is to be retried later, in milliseconds, 0 where not said.
    public let retryAfterMilliseconds: UInt32

    /// Appends the first frame for `entries`, at most `ProtocolLimits.receiptEntriesMax`.
    public static func encode(
        _ entries: ArraySlice<ReceiptEntry>, hasReport: Bool = false, retryAfterMilliseconds: UInt32 = 0,
        into buffer: inout [UInt8]
    ) {
        precondition(entries.count <= ProtocolLimits.receiptEntriesMax, "too many entries for one RECEIPT")
        buffer.appendHeader(.receipt, following: hasReport ? 1 : 0)
        buffer.appendInteger(UInt16(truncatingIfNeeded: entries.count))
        buffer.appendSpace(entries.count * ReceiptEntry.byteCount) { space in
            var offset = 0
            for entry in entries {
                entry.store(into: space, at: offset)
                offset += ReceiptEntry.byteCount
            }
        }
        buffer.appendRetryAfter(retryAfterMilliseconds)
    }

    /// Reads the first frame and checks every entry.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .receipt)
        count = try reader.bounded(reader.short("entry-count"), 1...ProtocolLimits.receiptEntriesMax, "entry-count")
        bytes = try reader.octets("entries", count * ReceiptEntry.byteCount)
        guard reader.followingFrames <= 1 else {
            throw reader.failure("following", .frameCount(found: reader.followingFrames, expected: 1))
        }
        hasReport = reader.followingFrames == 1
        for index in 0..<count {
            let outcome = bytes[index * ReceiptEntry.byteCount + 8]
            guard outcome <= ReceiptEntry.Outcome.refused.rawValue else {
                throw reader.failure("outcome", .unknownValue(UInt64(outcome)))
            }
            let retry = bytes[index * ReceiptEntry.byteCount + 9]
            guard retry <= RetryClass.now.rawValue else {
                throw reader.failure("retry-class", .unknownValue(UInt64(retry)))
            }
        }
        retryAfterMilliseconds = try reader.finishWithRetryAfter()
    }

    /// The entry at `index`, 0 to `count - 1`.
    public subscript(index: Int) -> ReceiptEntry {
        precondition(index >= 0 && index < count, "no such entry")
        return ReceiptEntry(checked: bytes, at: index * ReceiptEntry.byteCount)
    }

    /// The entries, copied.
    public var entries: [ReceiptEntry] { (0..<count).map { self[$0] } }
}
