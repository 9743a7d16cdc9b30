import CSodium

/// A CURVE secret key. It lives in guarded memory, is zeroed when the last holder lets go, and shows itself to nobody:
/// not in descriptions, mirrors or errors.
public final class TransportSecret: Sendable {
    private let memory: GuardedMemory

    init(memory: GuardedMemory) {
        precondition(memory.count == TransportKey.bytesCount)
        self.memory = memory
    }

    /// Takes 40 characters of Z85 and leaves wiping them to the caller; nil where they are none.
    public convenience init?(z85: UnsafeRawBufferPointer) {
        guard z85.count == TransportKey.z85Count else { return nil }
        var isGood = false
        let memory = GuardedMemory(count: TransportKey.bytesCount) { isGood = Z85.decode(z85, into: $0) }
        guard isGood else { return nil }
        self.init(memory: memory)
    }

    /// A fresh secret.
    static func generate() -> TransportSecret {
        TransportSecret(memory: GuardedMemory(count: TransportKey.bytesCount, fill: Sodium.fillRandomly))
    }

    /// The public key that belongs to the secret: its product with Curve25519's base point.
    public var publicKey: TransportKey {
        var bytes = [UInt8](repeating: 0, count: TransportKey.bytesCount)
        let status = withBytes { secret in
            secret.bindMemory(to: UInt8.self).baseAddress.map { crypto_scalarmult_base(&bytes, $0) }
        }
        guard status == 0, let key = TransportKey(bytes: bytes) else {
            preconditionFailure("a secret of 32 bytes has a public key")
        }
        return key
    }

    /// Lends the 32 bytes. They must not be kept or copied into memory that is not wiped.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try memory.withBytes(body)
    }

    /// Lends the 40 characters of Z85. They are wiped when `body` returns.
    public func withZ85<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let text = GuardedMemory(count: TransportKey.z85Count) { target in
            memory.withBytes { Z85.encode($0, into: target) }
        }
        return try text.withBytes(body)
    }
}

extension TransportSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that there is a secret, and nothing of it.
    public var description: String { "secret key (not shown)" }

    /// Says that there is a secret, and nothing of it.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
