import AlertSchemas
import CommandLine
import Foundation
import TestSupport
import Testing

@testable import cordon

/// `cordon check`.
@Suite struct CheckTests {
    private static let name = "https://cordon.example/schemas/seizure/"

    private func check(_ arguments: [String]) async -> (code: ExitCode, text: String) {
        let output = MemoryOutput()
        let code = await CordonProgram.program.run(
            ["check", "--any-time"] + arguments, environment: [:],
            console: Console(output: output, errors: MemoryOutput()))
        return (code, output.text)
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "more"), withIntermediateDirectories: true)
        return folder
    }

    @Test func aFolderOfSchemasIsKnownAsToAHub() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let schema = String(decoding: try #require(AlertSchemas.bytes(of: "alert/seizure.schema.json")), as: UTF8.self)
        try Data(schema.replacing(Self.name + "1-0-0", with: Self.name + "1-0-7").utf8)
            .write(to: folder.appending(path: "more/seizure.schema.json"))
        let alert = String(decoding: AlertDraft(1).bytes, as: UTF8.self)
        try #require(alert.contains(Self.name + "1-0-0"))
        try Data(alert.replacing(Self.name + "1-0-0", with: Self.name + "1-0-7").utf8)
            .write(to: folder.appending(path: "alert.json"))
        let file = folder.appending(path: "alert.json").path
        let without = await check([file])
        #expect(without.code == .dataRefused && without.text.contains("schema.unknown"))
        let with = await check([file, "--schemas", folder.path])
        #expect(with.code == .ok, "\(with.text)")
        try Data("{".utf8).write(to: folder.appending(path: "more/bad.schema.json"))
        #expect(await check([file, "--schemas", folder.path]).code == .dataRefused)
        #expect(await check([file, "--schemas", folder.path + "/none"]).code == .noInput)
    }

    @Test func anAlertIsRefusedThatIsLongerThanHubsTakeUnlessTheyAreSetSo() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "long.json").path
        var alert = AlertDraft(1).bytes
        alert.insert(contentsOf: [UInt8](repeating: 0x20, count: 66_000), at: 1)
        try Data(alert).write(to: URL(fileURLWithPath: file))
        let usual = await check([file])
        #expect(usual.code == .dataRefused && usual.text.contains("65536"), "\(usual.text)")
        #expect(await check([file, "--alert-bytes-max", "128KiB"]).code == .ok)
    }
}
