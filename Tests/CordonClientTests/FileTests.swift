import CordonClient
import ExchangeProtocol
import Foundation
import Testing
import ZeroMQ

@Suite struct FileTests {
    private func configuration(_ outboxPath: String) throws -> ClientConfiguration {
        let keys = try CurveKeyPair.generate()
        return ClientConfiguration(
            hub: HubAddress(endpoint: "tcp://127.0.0.1:9", publicKey: keys.publicKey), keys: keys,
            outboxPath: outboxPath)
    }

    @Test func `an outbox belongs to its owner and to one process at a time`() async throws {
        try await withFolder { folder in
            let path = folder + "/outbox"
            let client = try CordonClient(try configuration(path))
            try await client.publish(alerts(0..<3))
            for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let mode = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.posixPermissions]
                #expect(mode as? Int == 0o600, "\(file)")
            }
            #expect { _ = try CordonClient(try configuration(path)) } throws: {
                guard let error = $0 as? CordonError else { return false }
                return error.code == .outbox && error.text.contains("another process") && error.retry == .later
            }
            await client.close()
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            #expect { _ = try CordonClient(try configuration(path)) } throws: {
                ($0 as? CordonError)?.text.contains("chmod 600") == true
            }
        }
    }

    @Test func `what is no outbox is refused and left alone`() async throws {
        try await withFolder { folder in
            let path = folder + "/file"
            let content = Data("not a database, and longer than the header of one would have to be: \(folder)".utf8)
            try content.write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect { _ = try CordonClient(try configuration(path)) } throws: {
                ($0 as? CordonError)?.code == .outbox
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
            #expect { _ = try CordonClient(try configuration(folder)) } throws: {
                ($0 as? CordonError)?.code == .outbox
            }
            #expect { _ = try CordonClient(try configuration(folder + "/none/outbox")) } throws: {
                ($0 as? CordonError)?.code == .outbox
            }
        }
    }

    @Test func `a cursor comes back as it was saved`() async throws {
        try await withFolder { folder in
            let store = FileCursorStore(path: folder + "/cursor")
            #expect(try store.load() == nil)
            for cursor in [
                Cursor(epoch: 1, position: 0), Cursor(epoch: .max, position: .max), Cursor(epoch: 0xAB, position: 7),
            ] {
                try store.save(cursor)
                #expect(try store.load() == cursor)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["cursor"])
        }
    }

    @Test(arguments: [
        "", "7", "zz 7", "000000000000000000000000000000ab -1", "ab 7", "000000000000000000000000000000ab 1 2",
    ])
    func `a damaged cursor is an error and no beginning`(content: String) async throws {
        try await withFolder { folder in
            try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/cursor"))
            #expect { _ = try FileCursorStore(path: folder + "/cursor").load() } throws: {
                ($0 as? CordonError)?.code == .cursor
            }
        }
    }

    @Test func `key files are read, and what is wrong with them is told`() async throws {
        try await withFolder { folder in
            let keys = try CurveKeyPair.generate()
            try keys.writeFiles(folder, "own")
            let hub = try HubAddress(endpoint: "tcp://127.0.0.1:9", publicKeyFile: folder + "/own.key")
            #expect(hub.publicKey == keys.publicKey)
            let read = try ClientConfiguration(hub: hub, keyFile: folder + "/own.key_secret")
            #expect(read.keys == keys)
            #expect { _ = try ClientConfiguration(hub: hub, keyFile: folder + "/own.key") } throws: {
                ($0 as? CordonError)?.code == .keyFile
            }
            #expect { _ = try HubAddress(endpoint: "tcp://h:1", publicKeyFile: folder + "/none.key") } throws: {
                guard let error = $0 as? CordonError else { return false }
                return error.code == .keyFile && error.text.contains("none.key")
            }
        }
    }

    @Test func `settings that cannot work are refused`() throws {
        let changes: [@Sendable (inout ClientConfiguration) -> Void] = [
            { $0.publishWindowAlerts = 0 }, { $0.publishWindowAlerts = 1 << 20 }, { $0.publishBatchAlerts = 257 },
            { $0.queueAlertsMax = 0 }, { $0.outboxAlertsMax = 0 }, { $0.retryPauseMin = .zero },
            { $0.agent = String(repeating: "a", count: 129) },
        ]
        for change in changes {
            var wrong = try configuration("/none")
            wrong.outboxPath = nil
            change(&wrong)
            let tried = wrong
            #expect { _ = try CordonClient(tried) } throws: { ($0 as? CordonError)?.code == .configuration }
        }
    }
}
