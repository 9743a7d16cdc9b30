/// A CURVE secret key: 32 bytes that never print themselves, and are overwritten when the last copy is released.
public struct CurveSecretKey: Sendable {
    private let memory: SecretMemory

    /// Takes exactly 32 bytes; nil for any other number. The caller overwrites its own copy.
    public init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Z85.keyByteCount else { return nil }
        memory = SecretMemory(byteCount: Z85.keyByteCount) { $0.copyMemory(from: bytes) }
    }

    /// Reads exactly 40 characters of Z85; nil for anything else. The caller overwrites its own copy.
    public init?(z85 characters: UnsafeRawBufferPointer) {
        var decoded = false
        memory = SecretMemory(byteCount: Z85.keyByteCount) { decoded = Z85.decode(characters, into: $0) }
        guard decoded else { return nil }
    }

    /// Reads exactly 40 characters of Z85; nil for anything else. The string's own memory is not overwritten: for keys
    /// from files use `init(z85:)` of a buffer.
    public init?(z85 text: String) {
        let characters = Array(text.utf8)
        guard let key = characters.withUnsafeBytes({ CurveSecretKey(z85: $0) }) else { return nil }
        self = key
    }

    /// Lends the 32 bytes.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(memory.bytes)
    }

    /// Lends the key as 40 characters of Z85, to write a key file; they are overwritten afterwards.
    public func withUnsafeZ85<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Z85.withEncoded(memory.bytes, body)
    }
}

extension CurveSecretKey: Equatable {
    /// Compares in a time that does not depend on where the keys differ.
    public static func == (left: CurveSecretKey, right: CurveSecretKey) -> Bool {
        var difference: UInt8 = 0
        for index in 0..<Z85.keyByteCount { difference |= left.memory.bytes[index] ^ right.memory.bytes[index] }
        return difference == 0
    }
}

extension CurveSecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says what it is and nothing of the key.
    public var description: String { "CurveSecretKey(withheld)" }
    /// Says what it is and nothing of the key.
    public var debugDescription: String { description }
    /// Shows no children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
