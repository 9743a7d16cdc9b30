internal import CSodium
internal import Foundation
internal import ZeroMQ

/// A peer that speaks ZMTP 3.1 and CURVE (RFC 23, RFC 26) by itself over plain TCP, so that it can do what libzmq never
/// does: begin messages and not end them.
final class CurvePeer {
    private let connection: RawConnection
    private var shared = [UInt8](repeating: 0, count: Int(crypto_box_beforenmbytes()))
    private var nonce: UInt64 = 1

    struct Failure: Error { let step: String }

    /// Connects and proves to hold a key.
    init(port: UInt16, hub: CurvePublicKey, keys: CurveKeyPair) throws {
        connection = try RawConnection(port: port)
        try greet()
        let own = keys.secretKey.withUnsafeBytes { Array($0) }
        let (transientPublic, transientSecret) = Self.keyPair()
        try sayHello(hub.bytes, transientPublic, transientSecret)
        let welcome = try expect("WELCOME", count: 8 + 16 + 144)
        let opened = try open(
            Array(welcome[24...]), nonce: Array("WELCOME-".utf8) + welcome[8..<24], hub.bytes, transientSecret)
        let (hubTransient, cookie) = (Array(opened[0..<32]), Array(opened[32...]))
        guard crypto_box_beforenm(&shared, hubTransient, transientSecret) == 0 else { throw Failure(step: "keys") }
        let vouchNonce = (0..<16).map { _ in UInt8.random(in: 0...255) }
        let vouch = seal(
            transientPublic + hub.bytes, nonce: Array("VOUCH---".utf8) + vouchNonce, hubTransient, own)
        let metadata = Self.property("Socket-Type", "DEALER") + Self.property("Identity", UUID().uuidString)
        let box = sealShared(keys.publicKey.bytes + vouchNonce + vouch + metadata, prefix: "CurveZMQINITIATE")
        sendCommand("INITIATE", cookie + box)
        _ = try expect("READY", count: nil)
    }

    private static func keyPair() -> (public: [UInt8], secret: [UInt8]) {
        var publicKey = [UInt8](repeating: 0, count: 32)
        var secretKey = [UInt8](repeating: 0, count: 32)
        crypto_box_keypair(&publicKey, &secretKey)
        return (publicKey, secretKey)
    }

    private static func property(_ name: String, _ value: String) -> [UInt8] {
        let length = withUnsafeBytes(of: UInt32(value.utf8.count).bigEndian) { Array($0) }
        return [UInt8(name.utf8.count)] + Array(name.utf8) + length + Array(value.utf8)
    }

    // MARK: Handshake

    private func greet() throws {
        var greeting = [UInt8](repeating: 0, count: 64)
        greeting[0] = 0xff
        greeting[9] = 0x7f
        greeting[10] = 3
        greeting[11] = 1
        greeting.replaceSubrange(12..<17, with: Array("CURVE".utf8))
        connection.send(greeting)
        guard connection.receive(64) != nil else { throw Failure(step: "greeting") }
    }

    private func sayHello(_ hub: [UInt8], _ publicKey: [UInt8], _ secretKey: [UInt8]) throws {
        let box = seal(
            [UInt8](repeating: 0, count: 64), nonce: Array("CurveZMQHELLO---".utf8) + counter(), hub, secretKey)
        sendCommand("HELLO", [1, 0] + [UInt8](repeating: 0, count: 72) + publicKey + counter() + box)
        nonce += 1
    }

    private func counter() -> [UInt8] { withUnsafeBytes(of: nonce.bigEndian) { Array($0) } }

    private func seal(_ bytes: [UInt8], nonce: [UInt8], _ key: [UInt8], _ secret: [UInt8]) -> [UInt8] {
        var box = [UInt8](repeating: 0, count: bytes.count + 16)
        _ = crypto_box_easy(&box, bytes, UInt64(bytes.count), nonce, key, secret)
        return box
    }

    private func open(_ box: [UInt8], nonce: [UInt8], _ key: [UInt8], _ secret: [UInt8]) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: box.count - 16)
        guard crypto_box_open_easy(&bytes, box, UInt64(box.count), nonce, key, secret) == 0 else {
            throw Failure(step: "box")
        }
        return bytes
    }

    /// The counter and the box under the keys of the connection.
    private func sealShared(_ bytes: [UInt8], prefix: String) -> [UInt8] {
        let short = counter()
        nonce += 1
        var box = [UInt8](repeating: 0, count: bytes.count + 16)
        _ = crypto_box_easy_afternm(&box, bytes, UInt64(bytes.count), Array(prefix.utf8) + short, shared)
        return short + box
    }

    // MARK: Frames

    private func sendCommand(_ name: String, _ body: [UInt8]) {
        send(body: [UInt8(name.utf8.count)] + Array(name.utf8) + body, flags: 0x04)
    }

    private func send(body: [UInt8], flags: UInt8) {
        if body.count < 256 {
            connection.send([flags, UInt8(body.count)] + body)
        } else {
            connection.send([flags | 0x02] + withUnsafeBytes(of: UInt64(body.count).bigEndian) { Array($0) } + body)
        }
    }

    private func expect(_ name: String, count: Int?) throws -> [UInt8] {
        guard let head = connection.receive(2) else { throw Failure(step: name) }
        guard let body = connection.receive(Int(head[1])), body.dropFirst().starts(with: Array(name.utf8)) else {
            throw Failure(step: name)
        }
        if let count, body.count != count { throw Failure(step: name) }
        return body
    }

    /// Sends one frame of a message; `more` says that the message goes on.
    func send(_ frame: [UInt8], more: Bool) -> Bool {
        let box = sealShared([more ? 1 : 0] + frame, prefix: "CurveZMQMESSAGEC")
        let body = [7] + Array("MESSAGE".utf8) + box
        return connection.send(
            [0x02] + withUnsafeBytes(of: UInt64(body.count).bigEndian) { Array($0) } + body)
    }

    /// Whether the hub has ended the connection.
    var isClosed: Bool { connection.isClosed }
}
