/// A CURVE key pair: what a hub or a principal proves its identity with on the wire.
public struct TransportKeyPair: Sendable {
    /// The public half.
    public let publicKey: TransportKey
    /// The secret half.
    public let secret: TransportSecret

    /// The pair of a secret.
    public init(secret: TransportSecret) {
        self.secret = secret
        publicKey = secret.publicKey
    }

    /// A fresh pair, from the system's random numbers.
    public static func generate() -> TransportKeyPair { TransportKeyPair(secret: .generate()) }
}

extension TransportKeyPair: CustomStringConvertible, CustomDebugStringConvertible {
    /// The public key's fingerprint.
    public var description: String { "key pair \(publicKey.fingerprint)" }

    /// The public key's fingerprint.
    public var debugDescription: String { description }
}
