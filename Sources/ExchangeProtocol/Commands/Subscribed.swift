/// SUBSCRIBED: the subscription stands.
public struct Subscribed: Hashable, Sendable {
    /// The subscription's tag.
    public var tag: UInt32
    /// The identity of the hub's log.
    public var epoch: UInt128
    /// The first position that is looked at.
    public var start: UInt64
    /// The position of the log's newest record.
    public var head: UInt64
    /// What the hub remarks on the rule, empty for nothing: a condition that always holds, for instance.
    public var notes: String

    /// Creates a SUBSCRIBED.
    public init(tag: UInt32, epoch: UInt128, start: UInt64, head: UInt64, notes: String = "") {
        self.tag = tag
        self.epoch = epoch
        self.start = start
        self.head = head
        self.notes = notes
    }

    /// Appends the first frame; no frames follow.
    public func encode(into buffer: inout [UInt8]) {
        buffer.appendHeader(.subscribed, following: 0)
        buffer.appendInteger(tag)
        buffer.appendInteger(epoch)
        buffer.appendInteger(start)
        buffer.appendInteger(head)
        buffer.appendOptional(.notes, Array(notes.prefix(bytes: ProtocolLimits.textBytesMax).utf8))
    }

    /// Reads the first frame.
    public init(decoding frame: UnsafeRawBufferPointer) throws(ProtocolError) {
        var reader = try WireReader(frame, .subscribed)
        try reader.expectFollowing(0)
        tag = try reader.word("tag")
        epoch = try reader.octets16("epoch")
        start = try reader.long("start")
        head = try reader.long("head")
        notes = ""
        guard let value = try reader.finish(wanting: .notes) else { return }
        guard value.frame.count <= ProtocolLimits.textBytesMax else { throw reader.failure("notes", .overlong) }
        guard let text = String(validating: value.frame, as: UTF8.self) else { throw reader.failure("notes", .notUTF8) }
        notes = text
    }
}
