import JSONSchema
import Testing

@Suite("Formats")
struct FormatTests {
    private static let containerNumber = Format(
        name: "container", expectation: "four capital letters and seven digits", example: "MSKU1234565"
    ) { bytes in
        bytes.count == 11 && bytes.prefix(4).allSatisfy { (65...90).contains($0) }
            && bytes.dropFirst(4).allSatisfy { (48...57).contains($0) }
    }

    @Test("a registered format is asserted, on the content and not on the escapes")
    func registered() throws {
        let options = SchemaOptions(formats: .standard.adding([Self.containerNumber]))
        let schema = try Judging.schema(#"{"format": "container"}"#, options: options)
        #expect(try Judging.isValid(#""MSKU1234565""#, schema))
        #expect(try Judging.isValid(#""\u004dSKU1234565""#, schema))
        #expect(try Judging.isValid("7", schema))
        #expect(try !Judging.isValid(#""MSKU123456""#, schema))
        let finding = try #require(try Judging.findings(#""x""#, schema).first)
        #expect(
            finding.message == "the document must be four capital letters and seven digits, such as 'MSKU1234565'")
    }

    @Test("the example of every standard format has the format")
    func examples() throws {
        for name in FormatTable.standard.names {
            let format = try #require(FormatTable.standard[name])
            let example = try #require(format.example)
            #expect(Array(example.utf8).withUnsafeBytes(format.matches), "\(name)")
            #expect(!Array("\u{0}".utf8).withUnsafeBytes(format.matches) || name == "regex", "\(name)")
        }
    }

    @Test("formats end where the text ends", arguments: FormatTable.standard.names)
    func truncation(_ name: String) throws {
        // Every beginning of an example, and every example with one byte changed: right or wrong, but no crash.
        let format = try #require(FormatTable.standard[name])
        let example = Array(try #require(format.example).utf8)
        for end in 0...example.count { _ = example[..<end].withUnsafeBytes(format.matches) }
        for at in example.indices {
            for byte in [0, 0x25, 0x2D, 0x2E, 0x3A, 0x40, 0x5B, 0x5C, 0x7B, 0x7E] as [UInt8] {
                var changed = example
                changed[at] = byte
                _ = changed.withUnsafeBytes(format.matches)
            }
        }
    }
}
