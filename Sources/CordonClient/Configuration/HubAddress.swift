internal import Trust
public import ZeroMQ

/// Where a hub is, and the key by which it proves that it is the one that is meant.
public struct HubAddress: Hashable, Sendable {
    /// The endpoint, such as `tcp://hub.example.org:7400`.
    public let endpoint: String
    /// The hub's public key, got from its operator and not from the network.
    public let publicKey: CurvePublicKey

    /// Names a hub by its endpoint and key.
    public init(endpoint: String, publicKey: CurvePublicKey) {
        self.endpoint = endpoint
        self.publicKey = publicKey
    }

    /// Names a hub by its endpoint and the file of its public key.
    ///
    /// - Throws: `CordonError` with code `.keyFile`, naming the file and what is wrong with it.
    public init(endpoint: String, publicKeyFile path: String) throws(CordonError) {
        let certificate: KeyFile.Certificate
        do throws(KeyFileError) {
            certificate = try KeyFile.readPublic(path)
        } catch {
            throw CordonError(.keyFile, "\(error)")
        }
        guard let publicKey = CurvePublicKey(bytes: certificate.publicKey.bytes) else {
            throw CordonError(.keyFile, "\(path): a public key has \(CurvePublicKey.byteCount) bytes")
        }
        self.init(endpoint: endpoint, publicKey: publicKey)
    }
}
