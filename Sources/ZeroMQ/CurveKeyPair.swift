internal import CZeroMQ

/// A CURVE key pair.
public struct CurveKeyPair: Equatable, Sendable {
    /// What others know.
    public let publicKey: CurvePublicKey
    /// What only the owner knows.
    public let secretKey: CurveSecretKey

    /// Makes a new pair from the system's random numbers.
    ///
    /// - Throws: `ZeroMQError` where libzmq was built without CURVE.
    public static func generate() throws(ZeroMQError) -> CurveKeyPair {
        let made: CurveKeyPair? = withKeyTexts { publicText, secretText in
            guard zmq_curve_keypair(publicText.baseAddress, secretText.baseAddress) == 0 else { return nil }
            guard let secretKey = CurveSecretKey(z85: characters(secretText)) else { return nil }
            return CurvePublicKey(z85: String(decoding: characters(publicText), as: UTF8.self))
                .map { CurveKeyPair(publicKey: $0, secretKey: secretKey) }
        }
        guard let made else { throw .last }
        return made
    }

    /// Completes a secret key by the public key that belongs to it.
    ///
    /// - Throws: `ZeroMQError` where libzmq was built without CURVE.
    public init(secretKey: CurveSecretKey) throws(ZeroMQError) {
        let publicKey: CurvePublicKey? = CurveKeyPair.withKeyTexts { publicText, secretText in
            secretKey.withUnsafeZ85 { UnsafeMutableRawBufferPointer(secretText).copyMemory(from: $0) }
            guard zmq_curve_public(publicText.baseAddress, secretText.baseAddress) == 0 else { return nil }
            return CurvePublicKey(z85: String(decoding: CurveKeyPair.characters(publicText), as: UTF8.self))
        }
        guard let publicKey else { throw .last }
        self.init(publicKey: publicKey, secretKey: secretKey)
    }

    private init(publicKey: CurvePublicKey, secretKey: CurveSecretKey) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }

    /// Lends two zeroed buffers of 41 bytes, the size libzmq writes; the second is overwritten afterwards.
    private static func withKeyTexts<Result>(
        _ body: (UnsafeMutableBufferPointer<CChar>, UnsafeMutableBufferPointer<CChar>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Z85.keyBufferByteCount) { publicText in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Z85.keyBufferByteCount) { secretText in
                defer { SecretMemory.zero(UnsafeMutableRawBufferPointer(secretText)) }
                publicText.initialize(repeating: 0)
                secretText.initialize(repeating: 0)
                return body(publicText, secretText)
            }
        }
    }

    private static func characters(_ text: UnsafeMutableBufferPointer<CChar>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<Z85.keyCharacterCount])
    }
}
