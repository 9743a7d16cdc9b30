public import ZeroMQ

/// A hub, as far as an attacker needs to know it.
public struct AttackedHub: Sendable {
    /// Where it listens.
    public let endpoint: String
    /// Its public key.
    public let publicKey: CurvePublicKey

    /// Names a hub.
    public init(endpoint: String, publicKey: CurvePublicKey) {
        self.endpoint = endpoint
        self.publicKey = publicKey
    }

    var port: UInt16 { UInt16(endpoint.split(separator: ":").last ?? "") ?? 0 }
}
