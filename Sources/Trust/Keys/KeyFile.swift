/// Reads CURVE key files, both as czmq (`zcert`) and as pyzmq write them.
public enum KeyFile {
    /// What the name of a public file ends with.
    public static let publicSuffix = ".key"
    /// What the name of a secret file ends with.
    public static let secretSuffix = ".key_secret"
    /// The largest key file.
    public static let fileBytesMax = 16 << 10

    /// A public key and what its file says about it.
    public struct Certificate: Equatable, Sendable {
        /// The key.
        public let publicKey: TransportKey
        /// The metadata in the file's order; nobody has vouched for it.
        public let metadata: [KeyFileMetadata]
    }

    /// Reads the public key from a public or a secret file.
    public static func readPublic(_ path: String) throws(KeyFileError) -> Certificate {
        let file = try KeyFileReader.read(path, isSecret: false)
        return try file.withBytes { (bytes) throws(KeyFileError) in
            let text = try KeyFileText(parsing: bytes, path: path)
            guard let value = text.publicKey else {
                throw KeyFileError(.noPublicKey, path: path, "no public-key in a section curve; is the file cut short?")
            }
            return Certificate(publicKey: try publicKey(value, in: bytes, path: path), metadata: text.metadata)
        }
    }

    /// Reads a key pair from a secret file, which only its owner may be able to read.
    public static func readPair(_ path: String) throws(KeyFileError) -> TransportKeyPair {
        let file = try KeyFileReader.read(path, isSecret: true)
        return try file.withBytes { (bytes) throws(KeyFileError) in
            let text = try KeyFileText(parsing: bytes, path: path)
            guard let value = text.secretKey else {
                throw KeyFileError(
                    .noSecretKey, path: path,
                    "no secret-key in a section curve; the secret is in the file whose name ends with \(secretSuffix)")
            }
            guard let secret = TransportSecret(z85: UnsafeRawBufferPointer(rebasing: bytes[value.range])) else {
                throw malformedKey("secret-key", value, path: path)
            }
            let pair = TransportKeyPair(secret: secret)
            if let stated = text.publicKey, try publicKey(stated, in: bytes, path: path) != pair.publicKey {
                throw KeyFileError(
                    .notAPair, path: path, line: stated.line,
                    "public-key does not belong to secret-key; make a new pair")
            }
            return pair
        }
    }

    private static func publicKey(
        _ value: KeyFileText.Value, in bytes: UnsafeRawBufferPointer, path: String
    ) throws(KeyFileError) -> TransportKey {
        guard let key = TransportKey(z85: String(decoding: bytes[value.range], as: UTF8.self)) else {
            throw malformedKey("public-key", value, path: path)
        }
        return key
    }

    private static func malformedKey(_ name: String, _ value: KeyFileText.Value, path: String) -> KeyFileError {
        KeyFileError(
            .malformed, path: path, line: value.line,
            "\(name) must be \(TransportKey.z85Count) characters of Z85 in quotes (without quotes a # ends the value)")
    }
}
