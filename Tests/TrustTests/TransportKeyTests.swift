import CZeroMQ
import Testing

@testable import Trust

@Suite("Z85 and transport keys")
struct TransportKeyTests {
    @Test("the vector of ZeroMQ RFC 32 is encoded and decoded")
    func standardVector() {
        let bytes: [UInt8] = [0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b]
        #expect(Z85.encode(bytes) == "HelloWorld")
        #expect(Z85.decode("HelloWorld") == bytes)
        #expect(Z85.encode([]) == "")
        #expect(Z85.decode("#####") == nil, "five of the last character are more than 32 bits")
        #expect(Z85.decode("%nSc0") == [255, 255, 255, 255])
        #expect(Z85.decode("%nSc1") == nil, "one more than 32 bits")
    }

    @Test("what is no Z85 is refused", arguments: ["Hello", "HelloWorl", "Hello World", "Hello\"orld", "HelloWörl"])
    func badText(text: String) {
        if text == "Hello" { #expect(Z85.decode(text)?.count == 4) } else { #expect(Z85.decode(text) == nil) }
        #expect(TransportKey(z85: text) == nil)
    }

    @Test("bytes of a number that is not a multiple of four are refused", arguments: [1, 2, 3, 5, 31])
    func badCount(count: Int) {
        #expect(Z85.encode([UInt8](repeating: 7, count: count)) == nil)
        #expect(TransportKey(bytes: [UInt8](repeating: 7, count: count)) == nil)
    }

    @Test(
        "a secret has the public key that the libzmq manual gives",
        arguments: [
            (ManualKeys.serverSecret, ManualKeys.serverPublic), (ManualKeys.clientSecret, ManualKeys.clientPublic),
        ])
    func manualPairs(secret: String, expected: String) throws {
        let pair = TransportKeyPair(secret: try #require(secretKey(secret)))
        #expect(pair.publicKey.z85 == expected)
        #expect(pair.publicKey == TransportKey(z85: expected))
    }

    @Test("libzmq derives the same public key from a fresh secret")
    func agreesWithLibrary() {
        for _ in 0..<5 {
            let pair = TransportKeyPair.generate()
            var text = [CChar](repeating: 0, count: 41)
            pair.secret.withZ85 { secret in
                var terminated = secret.map { CChar(bitPattern: $0) } + [0]
                #expect(zmq_curve_public(&text, &terminated) == 0)
            }
            #expect(
                String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) == pair.publicKey.z85)
        }
    }

    @Test("fresh pairs differ and are usable")
    func freshPairs() {
        let pairs = (0..<20).map { _ in TransportKeyPair.generate() }
        #expect(Set(pairs.map(\.publicKey)).count == pairs.count)
        #expect(pairs.allSatisfy { $0.publicKey.isUsable })
    }

    @Test("points of low order are called unusable")
    func lowOrder() throws {
        var one = [UInt8](repeating: 0, count: 32)
        #expect(try #require(TransportKey(bytes: one)).isUsable == false)
        one[0] = 1
        #expect(try #require(TransportKey(bytes: one)).isUsable == false)
        // p − 1, of order two.
        let last: [UInt8] = [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        #expect(try #require(TransportKey(bytes: last)).isUsable == false)
        // Of order eight (Bernstein's list for Curve25519).
        let eighth: [UInt8] = [
            0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
            0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00,
        ]
        #expect(try #require(TransportKey(bytes: eighth)).isUsable == false)
    }

    @Test("a fingerprint is five groups of four, the same each time, and another for another key")
    func fingerprint() throws {
        let server = try #require(TransportKey(z85: ManualKeys.serverPublic))
        let client = try #require(TransportKey(z85: ManualKeys.clientPublic))
        #expect(server.fingerprint.split(separator: "-").map(\.count) == [4, 4, 4, 4, 4])
        #expect(server.fingerprint == server.fingerprint)
        #expect(server.fingerprint != client.fingerprint)
        // SHA-256 of 32 zero bytes is 66687aadf862bd776c8f…
        let zero = try #require(TransportKey(bytes: [UInt8](repeating: 0, count: 32)))
        #expect(zero.fingerprint == "MZUH-VLPY-MK6X-O3EP-S4SQ" || zero.fingerprint.hasPrefix("MZUH-VLPY-MK6X-O3EP"))
    }

    @Test("a secret shows itself in no description, mirror or dump")
    func hiddenSecret() throws {
        let pair = TransportKeyPair(secret: try #require(secretKey(ManualKeys.serverSecret)))
        var dumped = ""
        dump(pair, to: &dumped)
        dump(pair.secret, to: &dumped)
        dump([pair], to: &dumped)
        let texts = [
            "\(pair)", "\(pair.secret)", String(reflecting: pair), String(reflecting: pair.secret),
            "\(Optional(pair) as Any)", "\(Mirror(reflecting: pair.secret).children.map { $0 })", dumped,
        ]
        let raw = try #require(Z85.decode(ManualKeys.serverSecret))
        for text in texts {
            #expect(!text.contains(ManualKeys.serverSecret))
            #expect(!text.contains(ManualKeys.serverSecret.prefix(8)))
            #expect(!text.contains("\(raw[0]), \(raw[1]), \(raw[2])"))
            #expect(!text.contains("0x"), "not even where it lies")
        }
        #expect(Mirror(reflecting: pair.secret).children.isEmpty)
    }

    @Test("the secret is lent as it was given")
    func lending() throws {
        let secret = try #require(secretKey(ManualKeys.clientSecret))
        #expect(secret.withZ85 { String(decoding: $0, as: UTF8.self) } == ManualKeys.clientSecret)
        #expect(secret.withBytes { Array($0) } == Z85.decode(ManualKeys.clientSecret))
        #expect(secretKey("short") == nil)
        #expect(secretKey(String(repeating: "#", count: 40)) == nil)
    }

    private func secretKey(_ text: String) -> TransportSecret? {
        Array(text.utf8).withUnsafeBytes { TransportSecret(z85: $0) }
    }
}
