import CordonClient
import Foundation
import Testing
import ZeroMQ

/// How long a test waits for what should happen soon, on a machine that is busy.
let patience: Duration = .seconds(15)

/// Looks again and again until the condition holds or patience ends.
func eventually(within limit: Duration = patience, _ condition: () async throws -> Bool) async rethrows -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}

/// Runs a body with a hub that listens, and ends it afterwards.
func withHub(_ body: (FakeHub) async throws -> Void) async throws {
    let hub = try FakeHub()
    try await hub.start()
    do {
        try await body(hub)
    } catch {
        await hub.end()
        throw error
    }
    await hub.end()
}

extension FakeHub {
    /// A configuration of a client that this hub knows.
    func configuration(outboxPath: String? = nil) throws -> ClientConfiguration {
        let keys = try CurveKeyPair.generate()
        allow(keys.publicKey)
        var configuration = ClientConfiguration(
            hub: HubAddress(endpoint: endpoint, publicKey: self.keys.publicKey), keys: keys, outboxPath: outboxPath)
        configuration.retryPauseMin = .milliseconds(50)
        configuration.retryPauseMax = .milliseconds(400)
        return configuration
    }

    /// What it recorded, in order, as texts.
    var texts: [String] { records.map { String(decoding: $0.alert, as: UTF8.self) } }
}

/// A folder that is gone after the body.
func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cordon-client-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder.path)
}

func alerts(_ numbers: Range<Int>) -> [OutgoingAlert] {
    numbers.map { OutgoingAlert(Array("{\"alert\":\($0)}".utf8)) }
}

func texts(_ numbers: Range<Int>) -> [String] {
    numbers.map { "{\"alert\":\($0)}" }
}

extension AlertReceipts {
    /// Reads receipts until so many came.
    func first(_ count: Int) async throws -> [AlertReceipt] {
        var found: [AlertReceipt] = []
        for try await batch in self {
            found += batch
            if found.count >= count { break }
        }
        return found
    }
}

extension Subscription {
    /// Reads alerts until so many came, as texts; gaps are counted by the caller.
    func first(_ count: Int, confirming: Bool = false) async throws -> [AlertDelivery] {
        var found: [AlertDelivery] = []
        for try await event in self {
            guard case .alerts(let alerts) = event else { continue }
            found += alerts
            if confirming, let last = alerts.last { await confirm(through: last.position) }
            if found.count >= count { break }
        }
        return found
    }
}

extension AlertDelivery {
    var text: String { String(decoding: alert, as: UTF8.self) }
}
