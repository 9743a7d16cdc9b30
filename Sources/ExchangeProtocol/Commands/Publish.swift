/// PUBLISH: one to many alerts; each is judged on its own.
///
/// The alerts' bytes follow verbatim, one frame each; where the batch is signed, each alert is followed by the frame
/// of its signature, which may be empty.
@frozen
public struct Publish: Hashable, Sendable {
    private static let signedBit: UInt8 = 1 << 0

    /// The publish id of the first alert; alert *i* has `firstPublishID + i`.
    public var firstPublishID: UInt64
    /// How many alerts there are.
    public var alertCount: Int
    /// Whether a signature frame follows each alert.
    public var isSigned: Bool

    /// Creates a PUBLISH of `alertCount` alerts, 1 to `ProtocolLimits.batchAlertsMax`.
    public init(firstPublishID: UInt64, alertCount: Int, isSigned: Bool) {
        self.firstPublishID = firstPublishID
        self.alertCount = alertCount
        self.isSigned = isSigned
    }

    /// How many frames follow the first one.
    public var followingFrames: Int { isSigned ? 2 * alertCount : alertCount }

    /// The number, among the message's frames, of the bytes of alert `index`: the first frame is 0.
    public func alertFrame(_ index: Int) -> Int { isSigned ? 1 + 2 * index : 1 + index }

    /// The number, among the message's frames, of the signature of alert `index`, nil where the batch is unsigned.
    public func signatureFrame(_ index: Int) -> Int? { isSigned ? 2 + 2 * index : nil }

    /// Appends the first frame.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.publish, following: followingFrames)
        buffer.appendInteger(firstPublishID)
        buffer.appendInteger(UInt16(clamping: alertCount))
        buffer.append(isSigned ? Self.signedBit : 0)
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .publish)
        firstPublishID = try reader.long("first-publish-id")
        alertCount = try reader.bounded(reader.short("alert-count"), 1...ProtocolLimits.batchAlertsMax, "alert-count")
        let flags = try reader.byte("flags")
        guard flags & ~Self.signedBit == 0 else { throw reader.failure("flags", .unknownValue(UInt64(flags))) }
        isSigned = flags & Self.signedBit != 0
        guard !firstPublishID.addingReportingOverflow(UInt64(alertCount)).overflow else {
            throw reader.failure("first-publish-id", .contradiction)
        }
        try reader.expectFollowing(followingFrames)
        try reader.finish()
    }
}
