/// DELIVER: one to many alerts, under session sequences that follow each other.
///
/// Three frames follow for each alert: record header, alert, signature. A decoded DELIVER borrows the first frame's
/// bytes: it is valid only as long as they are. Reading an entry allocates nothing.
@frozen
public struct Deliver {
    /// How many frames follow for each alert.
    public static let framesPerAlert = 3

    /// The entries' bytes.
    private let bytes: UnsafeRawBufferPointer
    /// The session sequence of the first alert; alert *i* has `firstSequence + i`.
    public let firstSequence: UInt64
    /// How many alerts there are.
    public let count: Int
    /// The rules that alerts match, by the alert's place; only where the hub says so.
    public let matched: [Int: MatchedRules]

    /// Appends the first frame for `entries`, 1 to `ProtocolLimits.deliverAlertsMax`.
    /// - Parameter matched: the rules that alerts match, by the alert's place, in ascending order.
    public static func encode(
        firstSequence: UInt64, _ entries: ArraySlice<DeliverEntry>, matched: [(index: Int, rules: MatchedRules)] = [],
        into buffer: inout [UInt8]
    ) {
        precondition(entries.count <= ProtocolLimits.deliverAlertsMax, "too many alerts for one DELIVER")
        buffer.appendHeader(.deliver, following: framesPerAlert * entries.count)
        buffer.appendInteger(firstSequence)
        buffer.appendInteger(UInt16(truncatingIfNeeded: entries.count))
        buffer.appendSpace(entries.count * DeliverEntry.byteCount) { space in
            var offset = 0
            for entry in entries {
                entry.store(into: space, at: offset)
                offset += DeliverEntry.byteCount
            }
        }
        guard !matched.isEmpty else { return }
        var field: [UInt8] = []
        for (index, rules) in matched { rules.encode(index: index, into: &field) }
        buffer.appendOptional(.matched, field)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .deliver)
        firstSequence = try reader.long("first-sequence")
        count = try reader.bounded(reader.short("alert-count"), 1...ProtocolLimits.deliverAlertsMax, "alert-count")
        guard firstSequence > 0, !firstSequence.addingReportingOverflow(UInt64(count)).overflow else {
            throw reader.failure("first-sequence", .contradiction)
        }
        bytes = try reader.octets("entries", count * DeliverEntry.byteCount)
        try reader.expectFollowing(Self.framesPerAlert * count)
        guard var field = try reader.finish(wanting: .matched) else {
            matched = [:]
            return
        }
        matched = try MatchedRules.decode(&field, alertCount: count)
    }

    /// The alert at `index`, 0 to `count - 1`.
    public subscript(index: Int) -> DeliverEntry {
        precondition(index >= 0 && index < count, "no such alert")
        return DeliverEntry(checked: bytes, at: index * DeliverEntry.byteCount)
    }

    /// The entries, copied.
    public var entries: [DeliverEntry] { (0..<count).map { self[$0] } }

    /// The number, among the message's frames, of the record header of alert `index`: the first frame is 0.
    public static func headerFrame(_ index: Int) -> Int { 1 + framesPerAlert * index }

    /// The number, among the message's frames, of the bytes of alert `index`.
    public static func alertFrame(_ index: Int) -> Int { 2 + framesPerAlert * index }

    /// The number, among the message's frames, of the signature of alert `index`, which may be empty.
    public static func signatureFrame(_ index: Int) -> Int { 3 + framesPerAlert * index }
}
