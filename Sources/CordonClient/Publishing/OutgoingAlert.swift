/// An alert to be published: its bytes, which travel and rest as they are, and its signature.
public struct OutgoingAlert: Hashable, Sendable {
    /// The alert, JSON in UTF-8.
    public var bytes: [UInt8]
    /// The signature over the bytes, empty for none.
    public var signature: [UInt8]

    /// An alert of these bytes.
    public init(_ bytes: [UInt8], signature: [UInt8] = []) {
        self.bytes = bytes
        self.signature = signature
    }

    var byteCount: Int { bytes.count + signature.count }
}
