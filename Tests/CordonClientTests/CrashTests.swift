import CordonClient
import Foundation
import TestSupport
import Testing
import ZeroMQ

/// The example programs, killed as a power cut would, again and again.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CrashTests {
    private static let programs: URL = {
        let beside = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let isBuilt = FileManager.default.fileExists(atPath: beside.appending(path: "example-desk").path)
        return isBuilt ? beside : SharedData.packageRoot.appending(path: ".build/debug")
    }()

    private func start(_ name: String, _ arguments: [String], input: String? = nil, output: String? = nil) throws
        -> Process
    {
        let process = Process()
        process.executableURL = Self.programs.appending(path: name)
        process.arguments = arguments
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(fileURLWithPath: $0)) } ?? .nullDevice
        process.standardOutput =
            try output.map { path -> FileHandle in
                _ = FileManager.default.createFile(atPath: path, contents: nil)
                return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            } ?? .nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private func kill9(_ process: Process) async {
        kill(process.processIdentifier, SIGKILL)
        #expect(await eventually { !process.isRunning })
    }

    @Test func `a publisher killed with a full outbox loses nothing`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                let keys = try CurveKeyPair.generate()
                try keys.writeFiles(folder, "own")
                try hub.keys.writeFiles(folder, "hub")
                hub.allow(keys.publicKey)
                let input = folder + "/alerts.jsonl"
                try Data(texts(0..<2_000).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: input))
                let arguments = [
                    await hub.endpoint, folder + "/hub.key", folder + "/own.key_secret", folder + "/outbox",
                ]

                // Everything was read and sent, and the hub took nothing of it.
                await hub.set { $0.forgetsAlerts = true }
                let first = try start("example-publisher", arguments, input: input)
                #expect(await eventually { await hub.publishedCount == 2_000 })
                await kill9(first)
                #expect(await hub.records.isEmpty)
                await hub.set { $0.forgetsAlerts = false }

                // In the middle of it.
                let second = try start("example-publisher", arguments)
                #expect(await eventually { await hub.records.count >= 1 })
                await kill9(second)

                let third = try start("example-publisher", arguments, output: folder + "/receipts")
                #expect(await eventually { !third.isRunning })
                #expect(third.terminationStatus == 0)
                #expect(await hub.texts == texts(0..<2_000))

                let fourth = try start("example-publisher", arguments, output: folder + "/receipts")
                #expect(await eventually { !fourth.isRunning })
                #expect(try String(contentsOfFile: folder + "/receipts", encoding: .utf8) == "", "the outbox is empty")
            }
        }
    }

    @Test func `a desk killed again and again has every alert once`() async throws {
        try await withFolder { folder in
            try await withHub { hub in
                let keys = try CurveKeyPair.generate()
                try keys.writeFiles(folder, "own")
                try hub.keys.writeFiles(folder, "hub")
                hub.allow(keys.publicKey)
                let file = folder + "/alerts"
                let arguments = [await hub.endpoint, folder + "/hub.key", folder + "/own.key_secret", file, "desk"]
                func length() -> Int { (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0 }
                for round in 0..<4 {
                    let desk = try start("example-desk", arguments)
                    let before = length()
                    for start in stride(from: round * 500, to: round * 500 + 500, by: 50) {
                        await hub.add(alerts(start..<start + 50).map(\.bytes))
                        if round > 0 { try await Task.sleep(for: .milliseconds(1)) }
                    }
                    #expect(await eventually { length() > before })
                    await kill9(desk)
                    // What a crash in the middle of a write leaves behind.
                    if round == 1 {
                        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
                        try handle.seekToEnd()
                        try handle.write(contentsOf: Data("ab 4999 17\n{\"ale".utf8))
                        try handle.close()
                    }
                }
                let desk = try start("example-desk", arguments)
                let expected = zip(1..., texts(0..<2_000)).map { "ab \($0) \($1.utf8.count)\n\($1)\n" }.joined()
                #expect(await eventually { length() >= expected.utf8.count })
                await kill9(desk)
                #expect(try String(contentsOfFile: file, encoding: .utf8) == expected)
            }
        }
    }
}

extension CurveKeyPair {
    /// Writes `NAME.key` and `NAME.key_secret` in the form of libzmq's tools.
    func writeFiles(_ folder: String, _ name: String) throws {
        let head = "metadata\ncurve\n    public-key = \"\(publicKey.z85)\"\n"
        let secret = secretKey.withUnsafeZ85 { String(decoding: $0, as: UTF8.self) }
        try Data(head.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).key"))
        let path = "\(folder)/\(name).key_secret"
        try Data((head + "    secret-key = \"\(secret)\"\n").utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
