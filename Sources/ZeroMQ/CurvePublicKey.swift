/// A CURVE public key: 32 bytes, 40 characters of Z85 as text.
public struct CurvePublicKey: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The number of bytes of a key.
    public static let byteCount = Z85.keyByteCount
    /// The number of characters of a key as Z85.
    public static let characterCount = Z85.keyCharacterCount

    /// Takes exactly 32 bytes; nil for any other number.
    public init?(bytes: [UInt8]) {
        guard bytes.count == CurvePublicKey.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads exactly 40 characters of Z85; nil for anything else.
    public init?(z85 text: String) {
        var bytes = [UInt8](repeating: 0, count: CurvePublicKey.byteCount)
        let characters = Array(text.utf8)
        let decoded = characters.withUnsafeBytes { source in
            bytes.withUnsafeMutableBytes { Z85.decode(source, into: $0) }
        }
        guard decoded else { return nil }
        self.bytes = bytes
    }

    /// The key as 40 characters of Z85.
    public var z85: String {
        bytes.withUnsafeBytes { bytes in
            Z85.withEncoded(bytes) { String(decoding: $0, as: UTF8.self) }
        }
    }
}

extension CurvePublicKey: CustomStringConvertible {
    /// The key as Z85.
    public var description: String { z85 }
}
