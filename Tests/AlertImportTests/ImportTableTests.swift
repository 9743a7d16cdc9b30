import AlertImport
import CZip
import Foundation
import Testing

@Suite struct ImportTableTests {
    /// A zip archive of these files, as libzip writes it.
    private static func archive(_ files: [(name: String, content: [UInt8])]) throws -> [UInt8] {
        let url = FileManager.default.temporaryDirectory.appending(path: "table-\(UUID()).zip")
        defer { try? FileManager.default.removeItem(at: url) }
        var code: Int32 = 0
        let archive = try #require(zip_open(url.path, ZIP_CREATE | ZIP_EXCL, &code))
        for (name, content) in files {
            let memory = try #require(malloc(max(1, content.count)))
            content.withUnsafeBytes { if let base = $0.baseAddress { memcpy(memory, base, content.count) } }
            // The source frees the memory once it is written.
            let source = try #require(zip_source_buffer(archive, memory, zip_uint64_t(content.count), 1))
            #expect(zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8) >= 0)
        }
        #expect(zip_close(archive) == 0)
        return try Array(Data(contentsOf: url))
    }

    private static let csv = Array(
        (HandCheckedRow.heading + ImportFixture.row() + ImportFixture.row(["AMOUNT": "9"])).utf8)

    @Test("a zip archive gives the same alerts as the table in it")
    func sameResult() throws {
        let packed = try Self.archive([("readme.txt", Array("hello".utf8)), ("data/Table.CSV", Self.csv)])
        let plain = try ImportTable(path: "t.csv", content: Self.csv)
        let table = try ImportTable(path: "t.zip", content: packed)
        #expect(table.bytes == plain.bytes)
        #expect(table.digest == plain.digest)
        #expect(table.entry == "data/Table.CSV")
        #expect(plain.entry == nil)
        func bytes(_ table: ImportTable) throws -> [[UInt8]] {
            var importer = try AlertImporter(table: table, mapping: try ImportFixture.mapping.get())
            return ImportFixture.outcomes(&importer).map { if case .alert(let alert) = $0 { alert.bytes } else { [] } }
        }
        #expect(try bytes(table) == bytes(plain))
        #expect(try bytes(table).count == 2)
    }

    @Test("an archive must hold exactly one table")
    func oneTable() throws {
        for files in [[("a.txt", Self.csv)], [("a.csv", Self.csv), ("b.csv", Self.csv)]] {
            let packed = try Self.archive(files)
            let error = #expect(throws: ImportSourceError.self) { try ImportTable(path: "t.zip", content: packed) }
            #expect(error?.message.contains(".csv") == true)
        }
        let emptyArchive: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18)
        #expect(throws: ImportSourceError.self) { try ImportTable(path: "t.zip", content: emptyArchive) }
    }

    @Test("an archive that would expand beyond measure is not unpacked")
    func zipBomb() throws {
        let packed = try Self.archive([("bomb.csv", [UInt8](repeating: 0x30, count: 24 << 20))])
        #expect(packed.count < 1 << 20)
        let error = #expect(throws: ImportSourceError.self) { try ImportTable(path: "t.zip", content: packed) }
        #expect(error?.message.contains("expand") == true)
    }

    @Test("a table that is larger than the archive says is not unpacked further")
    func lyingSize() throws {
        var packed = try Self.archive([("a.csv", [UInt8](repeating: 0x61, count: 600_000) + Self.csv)])
        // The uncompressed size in the central directory, 24 bytes behind its signature, and in the local header.
        let central = try #require(
            packed.indices.dropLast(3).last { Array(packed[$0..<$0 + 4]) == [0x50, 0x4B, 1, 2] })
        for place in [central + 24, 22] { packed.replaceSubrange(place..<place + 4, with: [16, 0, 0, 0]) }
        #expect(throws: ImportSourceError.self) { try ImportTable(path: "t.zip", content: packed) }
    }

    @Test("damaged archives are refused or read, and never crash")
    func damaged() throws {
        let packed = try Self.archive([("a.csv", Self.csv)])
        for length in stride(from: 4, to: packed.count, by: 7) {
            #expect(throws: ImportSourceError.self) {
                try ImportTable(path: "t.zip", content: Array(packed[..<length]))
            }
        }
        for index in 4..<packed.count {
            var damaged = packed
            damaged[index] ^= 0xFF
            if let table = try? ImportTable(path: "t.zip", content: damaged) {
                #expect(table.bytes.count <= Self.csv.count)
            }
        }
    }

    @Test("a file that is missing, or a directory, cannot be read")
    func missing() throws {
        for path in ["/nonexistent/table.csv", "/"] {
            let error = #expect(throws: ImportSourceError.self) { try ImportTable(path: path) }
            #expect(error?.reason == .unreadable)
        }
    }
}
