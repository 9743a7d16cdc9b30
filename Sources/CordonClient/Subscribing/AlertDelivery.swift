public import AlertModel
public import ExchangeProtocol
public import TransparencyLog

/// One alert as it was delivered: its place in the hub's log, its three parts, and how and why it came.
///
/// Its parts are slices of the message in which it came, which lives as long as any of them: copy what is kept for long.
public struct AlertDelivery: Sendable {
    /// Its place in the hub's log.
    public let position: UInt64
    /// The identity of that log.
    public let epoch: UInt128
    /// The tag of its subscription within the session.
    public let tag: UInt32
    /// Whether it was read back from the log, and whether it was delivered before.
    public let flags: DeliverEntry.Flags
    /// Why it came: it matches, or it follows up one that did.
    public let reason: DeliverEntry.Reason
    /// The rules of the subscription that it matches, nil where the hub does not say: it does where a subscription has
    /// several rules, or was opened with the option `reasons`.
    public let matched: MatchedRules?

    private let message: [UInt8]
    private let headerStart: UInt32
    private let alertStart: UInt32
    private let signatureStart: UInt32
    private let end: UInt32

    init(
        entry: DeliverEntry, matched: MatchedRules?, epoch: UInt128, message: [UInt8], starts: ArraySlice<Int>
    ) {
        position = entry.position
        self.epoch = epoch
        tag = entry.tag
        flags = entry.flags
        reason = entry.reason
        self.matched = matched
        self.message = message
        let first = starts.startIndex
        headerStart = UInt32(truncatingIfNeeded: starts[first])
        alertStart = UInt32(truncatingIfNeeded: starts[first + 1])
        signatureStart = UInt32(truncatingIfNeeded: starts[first + 2])
        end = UInt32(truncatingIfNeeded: starts[first + 3])
    }

    /// The alert, as it was published.
    public var alert: ArraySlice<UInt8> { message[Int(alertStart)..<Int(signatureStart)] }

    /// The signature, empty where there is none.
    public var signature: ArraySlice<UInt8> { message[Int(signatureStart)..<Int(end)] }

    /// The record header as the hub wrote it; the leaf hash covers these bytes.
    public var headerBytes: ArraySlice<UInt8> { message[Int(headerStart)..<Int(alertStart)] }

    /// Reads the record header: when the hub took the alert and from whom, its topics, the hub's remarks.
    ///
    /// Position and epoch were held against the delivery before it was handed on; the rest is read here, each time.
    /// - Throws: `CordonError` with code `.badDelivery`.
    public func header() throws(CordonError) -> RecordHeader {
        let result: Result<RecordHeader, RecordHeaderError> = headerBytes.withUnsafeBytes { bytes in
            do throws(RecordHeaderError) {
                return .success(try RecordHeader(decoding: bytes))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let header): return header
        case .failure(let error): throw CordonError(.badDelivery, "position \(position): \(error)")
        }
    }

    /// The hash of the record as a leaf of the hub's transparency tree: to be held against the publisher's receipt and
    /// the hub's checkpoints (RFC 6962, section 2.1). Computed each time.
    public var leafHash: SHA256Digest {
        let bodyDigest = alert.withUnsafeBytes { SHA256Digest(of: $0) }
        let signatureDigest =
            signature.isEmpty ? LeafHash.emptyDigest : signature.withUnsafeBytes { SHA256Digest(of: $0) }
        return headerBytes.withUnsafeBytes {
            LeafHash.of(header: $0, bodyDigest: bodyDigest, signatureDigest: signatureDigest)
        }
    }
}
