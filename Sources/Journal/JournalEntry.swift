public import TransparencyLog

/// One entry of the journal: a header, a body and a signature, all three opaque to the journal.
///
/// The parts lie in one array, so that an entry is one allocation and cheap to hand from thread to thread.
/// Of a control entry the header is the key and the body the value; an empty value removes the key.
public struct JournalEntry: Sendable {
    /// What the entry is.
    public let kind: EntryKind

    /// Its place; ``Position/beforeFirst`` for a control entry.
    public let position: Position

    /// When it was accepted. Times of numbered entries never go back.
    public let time: JournalTime

    /// Header, body and signature, one behind the other.
    public let content: [UInt8]

    /// Where in ``content`` the body begins.
    public let bodyStart: Int

    /// Where in ``content`` the signature begins.
    public let signatureStart: Int

    /// The entry's leaf in the transparency tree; nil until known, and always nil for a control entry.
    ///
    /// An append computes it where it is nil (about 1.2 µs for each KiB).
    public var leafHash: SHA256Digest?

    /// The SHA-256 of the body where the caller knows it already, so that the leaf costs no second pass.
    public var bodyDigest: SHA256Digest?

    /// An entry of three parts, copied once into one array.
    public init(
        kind: EntryKind, position: Position, time: JournalTime, header: UnsafeRawBufferPointer,
        body: UnsafeRawBufferPointer, signature: UnsafeRawBufferPointer, leafHash: SHA256Digest? = nil,
        bodyDigest: SHA256Digest? = nil
    ) {
        let total = header.count + body.count + signature.count
        let content = [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
            let raw = UnsafeMutableRawBufferPointer(buffer)
            raw.copyPart(header, at: 0)
            raw.copyPart(body, at: header.count)
            raw.copyPart(signature, at: header.count + body.count)
            count = total
        }
        self.init(
            kind: kind, position: position, time: time, content: content, bodyStart: header.count,
            signatureStart: header.count + body.count, leafHash: leafHash, bodyDigest: bodyDigest)
    }

    /// An entry of three parts.
    public init(
        kind: EntryKind, position: Position, time: JournalTime, header: [UInt8], body: [UInt8],
        signature: [UInt8] = [], leafHash: SHA256Digest? = nil, bodyDigest: SHA256Digest? = nil
    ) {
        self.init(
            kind: kind, position: position, time: time, content: header + body + signature, bodyStart: header.count,
            signatureStart: header.count + body.count, leafHash: leafHash, bodyDigest: bodyDigest)
    }

    /// A control entry: `value` becomes what `key` stands for, or nothing where it is empty.
    public static func control(_ kind: EntryKind, key: [UInt8], value: [UInt8], time: JournalTime) -> JournalEntry {
        JournalEntry(kind: kind, position: .beforeFirst, time: time, header: key, body: value)
    }

    init(
        kind: EntryKind, position: Position, time: JournalTime, content: [UInt8], bodyStart: Int, signatureStart: Int,
        leafHash: SHA256Digest?, bodyDigest: SHA256Digest?
    ) {
        self.kind = kind
        self.position = position
        self.time = time
        self.content = content
        self.bodyStart = bodyStart
        self.signatureStart = signatureStart
        self.leafHash = leafHash
        self.bodyDigest = bodyDigest
    }

    /// The hub's part.
    public var header: ArraySlice<UInt8> { content[0..<bodyStart] }

    /// The verbatim bytes of what was published.
    public var body: ArraySlice<UInt8> { content[bodyStart..<signatureStart] }

    /// The origin's signature over the body, possibly empty.
    public var signature: ArraySlice<UInt8> { content[signatureStart...] }

    /// Calls `body` with the header, the body and the signature in place.
    public func withUnsafeParts<Result>(
        _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try content.withUnsafeBytes { bytes in
            try body(
                UnsafeRawBufferPointer(rebasing: bytes[0..<bodyStart]),
                UnsafeRawBufferPointer(rebasing: bytes[bodyStart..<signatureStart]),
                UnsafeRawBufferPointer(rebasing: bytes[signatureStart...]))
        }
    }

    /// The leaf hash computed from the parts: `header ‖ SHA-256(body) ‖ SHA-256(signature)` (RFC 6962, section 2.1).
    public func computeLeafHash() -> SHA256Digest {
        withUnsafeParts { header, body, signature in
            LeafHash.of(
                header: header, bodyDigest: bodyDigest ?? SHA256Digest(of: body),
                signatureDigest: signature.isEmpty ? LeafHash.emptyDigest : SHA256Digest(of: signature))
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Copies `part` to `offset`; the caller has made room for it.
    func copyPart(_ part: UnsafeRawBufferPointer, at offset: Int) {
        guard !part.isEmpty else { return }
        UnsafeMutableRawBufferPointer(rebasing: self[offset...]).copyMemory(from: part)
    }
}
