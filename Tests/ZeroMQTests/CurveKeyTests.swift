import Testing

@testable import ZeroMQ

@Suite struct CurveKeyTests {
    // The test vectors of RFC 26 (CurveZMQ) as Z85, also in libzmq's own documentation.
    static let secretText = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
    static let publicText = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"

    @Test func `the public key follows from the secret one`() throws {
        let secret = try #require(CurveSecretKey(z85: Self.secretText))
        #expect(try CurveKeyPair(secretKey: secret).publicKey.z85 == Self.publicText)
    }

    @Test func `generated pairs differ and survive their text`() throws {
        let one = try CurveKeyPair.generate()
        let other = try CurveKeyPair.generate()
        #expect(one.publicKey != other.publicKey)
        #expect(one.secretKey != other.secretKey)
        #expect(CurvePublicKey(z85: one.publicKey.z85) == one.publicKey)
        #expect(try CurveKeyPair(secretKey: one.secretKey) == one)
        let again = one.secretKey.withUnsafeZ85 { CurveSecretKey(z85: $0) }
        #expect(again == one.secretKey)
    }

    @Test(arguments: [
        "", "D:)Q", secretText.dropLast().description, secretText + "D", secretText + "DDDDD",
        "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%c\0", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%c\u{7F}",
        "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%c ", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%é",
        "#####" + secretText.dropFirst(5), "D\"" + secretText.dropFirst(2),
    ])
    func `text that is not the Z85 of 32 bytes is refused`(text: String) {
        #expect(CurvePublicKey(z85: text) == nil)
        #expect(CurveSecretKey(z85: text) == nil)
    }

    @Test(arguments: [0, 31, 33, 40, 41])
    func `keys of another length than 32 bytes are refused`(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(CurvePublicKey(bytes: bytes) == nil)
        #expect(bytes.withUnsafeBytes { CurveSecretKey(bytes: $0) } == nil)
    }

    @Test func `a secret key never prints itself`() throws {
        let pair = try CurveKeyPair(secretKey: try #require(CurveSecretKey(z85: Self.secretText)))
        let options = ClientSocketOptions(keyPair: pair, serverKey: pair.publicKey)
        var dumped = ""
        dump(options, to: &dumped)
        let prints = ["\(pair)", "\(pair.secretKey)", String(reflecting: pair), String(reflecting: options), dumped]
        let hexadecimal = pair.secretKey.withUnsafeBytes { "\(Array($0))" }
        for print in prints {
            #expect(!print.contains(Self.secretText))
            #expect(!print.contains(hexadecimal))
            #expect(print.contains("withheld"))
        }
    }

    @Test func `a secret is overwritten before its memory is given back`() {
        var bytes: [UInt8] = [1, 2, 3]
        bytes.withUnsafeMutableBytes { SecretMemory.zero($0) }
        #expect(bytes == [0, 0, 0])
    }

    @Test func `random routing ids are long, distinct and not of the reserved kind`() {
        let ids = (0..<1_000).map { _ in RoutingID.random() }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.bytes.count == 16 && $0.bytes[0] != 0 })
        #expect(RoutingID(bytes: []) == nil)
        #expect(RoutingID(bytes: [UInt8](repeating: 1, count: 256)) == nil)
        #expect(RoutingID(bytes: [0xAB, 0x01])?.description == "ab01")
    }
}
