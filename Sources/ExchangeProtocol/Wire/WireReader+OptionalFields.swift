/// The optional fields that CXP/1 itself defines, by their type on the wire.
enum OptionalField: UInt8 {
    /// How long to wait before trying again, in milliseconds: four bytes, in ERROR, RESET and RECEIPT.
    case retryAfter = 0x01
    /// Which rules alerts match: in DELIVER.
    case matched = 0x02
    /// What the hub remarks on a rule that it takes: text, in SUBSCRIBED.
    case notes = 0x03
}

extension WireReader {
    /// Walks over the optional fields to the frame's end; unknown ones are skipped.
    @inline(__always)
    mutating func finish() throws(ProtocolError) {
        if offset != frame.count { _ = try optionalFields(wanted: nil) }
    }

    /// Walks over the optional fields to the frame's end and answers the time to wait, 0 where there is none.
    mutating func finishWithRetryAfter() throws(ProtocolError) -> UInt32 {
        guard offset != frame.count else { return 0 }
        guard let value = try optionalFields(wanted: .retryAfter) else { return 0 }
        guard value.count == MemoryLayout<UInt32>.size else { throw failure("retry-after", .overlong) }
        return UInt32(bigEndian: value.loadUnaligned(as: UInt32.self))
    }

    /// Walks over the optional fields to the frame's end; a reader of the one that is wanted, nil where there is none.
    mutating func finish(wanting field: OptionalField) throws(ProtocolError) -> WireReader? {
        guard offset != frame.count, let value = try optionalFields(wanted: field) else { return nil }
        return WireReader(value: value, command)
    }

    private mutating func optionalFields(
        wanted: OptionalField?
    ) throws(ProtocolError) -> UnsafeRawBufferPointer? {
        var found: UnsafeRawBufferPointer?
        var count = 0
        while offset != frame.count {
            count += 1
            guard count <= ProtocolLimits.optionalFieldsMax else { throw failure("optional", .overlong) }
            let type = try byte("optional")
            let length = try short("optional")
            let value = try octets("optional", Int(length))
            guard let wanted, type == wanted.rawValue else { continue }
            guard found == nil else { throw failure("optional", .repeated) }
            found = value
        }
        return found
    }
}
