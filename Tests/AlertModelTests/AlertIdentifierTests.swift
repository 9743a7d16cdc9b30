import Testing

@testable import AlertModel

@Suite("Identifiers of alerts, byte by byte")
struct AlertIdentifierTests {
    private static let text = Array("019CEC0e-2f68-7d5a-9b1f-3c2A7e904411".utf8)

    /// A hexadecimal digit as the standard library reads it.
    private static func digit(_ byte: UInt8) -> UInt64? {
        byte < 0x80 && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "-")
            ? UInt64(String(UnicodeScalar(byte)), radix: 16) : nil
    }

    private static func slowly(_ text: [UInt8]) -> AlertIdentifier? {
        var words: [UInt64] = [0, 0]
        for (place, byte) in text.enumerated() {
            if [8, 13, 18, 23].contains(place) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = digit(byte) else { return nil }
                words[place < 18 ? 0 : 1] = words[place < 18 ? 0 : 1] << 4 | digit
            }
        }
        return AlertIdentifier(high: words[0], low: words[1])
    }

    @Test("every byte in every place is read as one by one")
    func everyByte() {
        for place in Self.text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = Self.text
                changed[place] = byte
                let read = changed.withUnsafeBytes { AlertIdentifier($0) }
                #expect(read == Self.slowly(changed), "byte \(byte) at \(place)")
            }
        }
        #expect(Self.text.withUnsafeBytes { AlertIdentifier($0) } != nil)
    }

    @Test("a text of another length is none", arguments: [0, 1, 8, 35, 37, 72])
    func lengths(count: Int) {
        let text = (0..<count).map { Self.text[$0 % Self.text.count] }
        #expect(text.withUnsafeBytes { AlertIdentifier($0) } == nil)
    }
}

@Suite("Words of the envelope")
struct EnvelopeWordTests {
    @Test("a word is read as it is spelled, and nothing else is one")
    func words() {
        for kind in AlertKind.allCases { #expect(Self.read(kind.rawValue) == kind) }
        for status in AlertStatus.allCases { #expect(Self.read(status.rawValue) == status) }
        for type in MessageType.allCases { #expect(Self.read(type.rawValue) == type) }
        let wrong = ["", "s", "seizur", "seizures", "Seizure", "exercises", "seizure\0", "\0", "actualactual"]
        for text in wrong {
            #expect(Self.read(text) as AlertKind? == nil)
            #expect(Self.read(text) as AlertStatus? == nil)
        }
    }

    private static func read<Word: EnvelopeWord>(_ text: String) -> Word? {
        Array(text.utf8).withUnsafeBytes { Word($0) }
    }
}
