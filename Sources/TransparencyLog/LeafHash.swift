/// The hash of one record as a leaf of the exchange's Merkle tree.
///
/// RFC 6962, section 2.1: `SHA-256(0x00 ‖ data)`. The data is `header ‖ SHA-256(body) ‖ SHA-256(signature)`, so that
/// a body can be erased one day while the leaf, and every proof over it, stays.
public enum LeafHash {
    private static let leafPrefix: UInt8 = 0x00

    /// The leaf hash of a record in its three parts, each of them possibly empty.
    public static func of(
        header: UnsafeRawBufferPointer, bodyDigest: SHA256Digest, signatureDigest: SHA256Digest
    ) -> SHA256Digest {
        withUnsafeBytes(of: leafPrefix) { prefix in
            bodyDigest.withUnsafeBytes { body in
                signatureDigest.withUnsafeBytes { SHA256Digest(of: prefix, header, body, $0) }
            }
        }
    }

    /// The digest of no bytes: what an absent signature counts as.
    public static let emptyDigest = SHA256Digest(of: [])
}
