/// Z85, the printable form of CURVE keys (ZeroMQ RFC 32): five characters for every four bytes.
public enum Z85 {
    private static let alphabet = Array(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)

    /// The value of each byte, 255 where the byte is not in the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// The text of some bytes; nil where their number is not a multiple of four.
    public static func encode(_ bytes: [UInt8]) -> String? {
        guard bytes.count.isMultiple(of: 4) else { return nil }
        var text = [UInt8](repeating: 0, count: bytes.count / 4 * 5)
        bytes.withUnsafeBytes { source in
            text.withUnsafeMutableBytes { target in encode(source, into: target) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text; nil where its length is not a multiple of five, a character is not in the alphabet, or five
    /// characters stand for more than 32 bits.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count.isMultiple(of: 5) else { return nil }
        var bytes = [UInt8](repeating: 0, count: characters.count / 5 * 4)
        let isGood = characters.withUnsafeBytes { source in
            bytes.withUnsafeMutableBytes { target in decode(source, into: target) }
        }
        return isGood ? bytes : nil
    }

    /// Encodes a multiple of four bytes into memory of the caller, for secrets.
    static func encode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) {
        precondition(source.count.isMultiple(of: 4) && target.count >= source.count / 4 * 5)
        for group in 0..<source.count / 4 {
            var value: UInt32 = 0
            for index in 0..<4 { value = value << 8 | UInt32(source[group * 4 + index]) }
            for index in stride(from: 4, through: 0, by: -1) {
                target[group * 5 + index] = alphabet[Int(value % 85)]
                value /= 85
            }
        }
    }

    /// Decodes a multiple of five characters into memory of the caller, for secrets. False where they are no Z85.
    static func decode(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
        guard source.count.isMultiple(of: 5), target.count >= source.count / 5 * 4 else { return false }
        for group in 0..<source.count / 5 {
            var value: UInt64 = 0
            for index in 0..<5 {
                let digit = values[Int(source[group * 5 + index])]
                guard digit != 255 else { return false }
                value = value * 85 + UInt64(digit)
            }
            guard value <= UInt64(UInt32.max) else { return false }
            for index in 0..<4 {
                target[group * 4 + index] = UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * index))
            }
        }
        return true
    }
}
