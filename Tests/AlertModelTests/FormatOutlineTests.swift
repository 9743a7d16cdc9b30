import AlertModel
import AlertSchemas
import JSONDocument
import JSONSchema
import Testing

@Suite("The outline of a format")
struct FormatOutlineTests {
    /// Strings that stand in the schemas, and the formats' own examples.
    private static let seeds: [[UInt8]] = {
        var found = Set<String>(["ORG-RILO-CARIB", "group:caricom", "2026-08-23T10:15:00.25+02:00", "057-12345675"])
        for file in AlertSchemas.alerts {
            guard
                let document = try? JSONDocument(
                    parsing: file.bytes, limits: JSONLimits(bytesMax: SchemaLimits.schemaBytesMax))
            else { continue }
            for index in 0..<document.tape.count where document.tape.kind(index) == .string {
                found.insert(JSONNode(tape: document.tape, index: index).string ?? "")
            }
        }
        let formats = AlertSchemaSet.options.formats ?? .standard
        for name in formats.names { if let example = formats[name]?.example { found.insert(example) } }
        return found.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    }()

    private static let outlined: [String] = {
        let formats = AlertSchemaSet.options.formats ?? .standard
        return formats.names.filter { formats[$0]?.outline != nil }
    }()

    private static let alphabet = Array("AZaz09-.:/()+{}[]!~ TtZzé\n".utf8)

    @Test("matches whatever the format matches", arguments: outlined)
    func matches(name: String) throws {
        let format = try #require(AlertSchemaSet.options.formats?[name])
        var writer = JSONWriter()
        writer.object { $0.member("pattern", format.outline ?? "") }
        let schema = try CompiledSchema(writer.bytes)
        var known = Self.seeds.filter { text in text.withUnsafeBytes { format.matches($0) } }
        #expect(!known.isEmpty)
        var numbers = SystemRandomNumberGenerator()
        for round in 0..<4_000 {
            let text = round < known.count ? known[round] : Self.changed(known.randomElement() ?? [], &numbers)
            guard String(validating: text, as: UTF8.self) != nil, text.withUnsafeBytes({ format.matches($0) }) else {
                continue
            }
            if known.count < 500 { known.append(text) }
            #expect(try Self.isValid(text, schema), "\(name): \(String(decoding: text, as: UTF8.self))")
        }
    }

    private static func changed(_ text: [UInt8], _ numbers: inout SystemRandomNumberGenerator) -> [UInt8] {
        var text = text
        for _ in 0..<Int.random(in: 1...3, using: &numbers) {
            let place = Int.random(in: 0...text.count, using: &numbers)
            let byte = (Bool.random(using: &numbers) ? alphabet : text + [0x30]).randomElement(using: &numbers) ?? 0x30
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0: text.insert(byte, at: place)
            case 1: if place < text.count { text.remove(at: place) }
            case 2: text.insert(contentsOf: [UInt8](repeating: byte, count: 9), at: place)
            default: if place < text.count { text[place] = byte }
            }
        }
        return text
    }

    private static func isValid(_ text: [UInt8], _ schema: CompiledSchema) throws -> Bool {
        var writer = JSONWriter()
        writer.string(String(decoding: text, as: UTF8.self))
        let document = try JSONDocument(parsing: writer.bytes)
        var validator = SchemaValidator()
        return validator.isValid(document.tape, against: schema)
    }
}
