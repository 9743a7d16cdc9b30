/// The name under which a ROUTER knows a peer: 1 to 255 bytes.
///
/// A client that sets none gets one of five bytes from the ROUTER, a counter, after every reconnect another; it could be
/// taken by guessing. So clients set one of 16 random bytes.
public struct RoutingID: Hashable, Sendable {
    /// The bytes themselves.
    public let bytes: [UInt8]

    /// The most bytes libzmq accepts.
    public static let bytesMax = 255
    /// How many bytes `random()` makes, enough that they cannot be guessed.
    public static let randomByteCount = 16

    /// Wraps bytes; nil for none or more than 255.
    public init?(bytes: [UInt8]) {
        guard (1...RoutingID.bytesMax).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// An unguessable routing id from the system's random numbers.
    public static func random() -> RoutingID {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<randomByteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // A first byte of zero is reserved for the ids that ROUTER sockets make up.
        bytes[0] = UInt8.random(in: 1 ... .max, using: &generator)
        return RoutingID(unchecked: bytes)
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension RoutingID: CustomStringConvertible {
    /// The bytes in hexadecimal.
    public var description: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
