import Foundation
import Journal
import JournalTesting
import Testing

@Suite("The format is the one that is written down")
struct FormatTests {
    /// The journal of the specification's example.
    private func example() throws -> [UInt8] {
        let disk = SimulatedFileSystem()
        var options = SegmentLog.Options.small(1 << 20)
        options.makeSalt = { 0x0102_0304 }
        options.makeEpoch = { Epoch(high: 0x0011_2233_4455_6677, low: 0x8899_aabb_ccdd_eeff) }
        let log = try SegmentLog.open(folder: "/log", hub: "hub", fileSystem: disk, options: options)
        let entry = JournalEntry(
            kind: .alert, position: .first, time: JournalTime(milliseconds: 1_700_000_000_000),
            header: Array("h".utf8), body: Array("body".utf8))
        _ = try log.append([entry])
        return try #require(disk.contents(try disk.segments[0]))
    }

    private static let specification = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/journal-format.md").standardized

    @Test("the specification's example is what is written, byte by byte")
    func exampleOfSpecification() throws {
        let text = try String(contentsOf: Self.specification, encoding: .utf8)
        let block = try #require(text.components(separatedBy: "```").dropLast().last)
        let written = block.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
        let bytes = try example()
        let dump = stride(from: 0, to: bytes.count, by: 16).map { start in
            bytes[start..<min(start + 16, bytes.count)].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined(separator: " ")
        }.joined(separator: "\n")
        #expect(written == bytes, "the example is:\n\(dump)")
    }

    @Test("the example's checksum and leaf hash are those of an independent computation")
    func independent() throws {
        let bytes = try example()
        let record = Array(bytes[75...])
        // CRC-32C bit by bit, begun with the salt, as the specification says.
        var crc: UInt32 = ~0x0102_0304
        for byte in record[0..<4] + record[8...] {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
        }
        #expect((0..<4).map { UInt8(truncatingIfNeeded: ~crc >> (8 * $0)) } == Array(record[4..<8]))
        // printf 'h%s%s' … | sha256sum over 00 ‖ h ‖ SHA-256("body") ‖ SHA-256("").
        let leaf = record[48..<80].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(leaf == Self.leafOfExample)
    }

    private static let leafOfExample = "2a60e21194dbfbaf83c3f3f9b55f6262b49fd7e64a735c9ec646f9a074f17b13"

    @Test("epochs are written in 32 digits and read back")
    func epochs() {
        let epoch = Epoch(high: 1, low: 0xAB)
        #expect("\(epoch)" == "000000000000000100000000000000ab")
        #expect(Epoch(hexadecimal: "\(epoch)") == epoch)
        #expect(Epoch(bytes: epoch.bytes) == epoch)
        for bad in [
            "", "0", String(repeating: "g", count: 32), String(repeating: "0", count: 33),
            "+1" + String(repeating: "0", count: 30),
        ] {
            #expect(Epoch(hexadecimal: bad) == nil)
        }
        #expect(Epoch(bytes: [1, 2, 3]) == nil)
        #expect(Epoch.random() != Epoch.random())
    }
}
