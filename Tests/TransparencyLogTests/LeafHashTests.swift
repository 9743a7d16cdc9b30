import Testing
import TransparencyLog

@Suite("Leaf hashes")
struct LeafHashTests {
    @Test(
        "SHA-256 agrees with the examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ])
    func digests(text: String, expected: String) {
        #expect(SHA256Digest(of: Array(text.utf8)).description == expected)
    }

    @Test("several parts hash as their concatenation")
    func parts() {
        let whole = Array("header and body".utf8)
        let digest = whole.withUnsafeBytes {
            SHA256Digest(of: UnsafeRawBufferPointer(rebasing: $0[..<6]), UnsafeRawBufferPointer(rebasing: $0[6...]))
        }
        #expect(digest == SHA256Digest(of: whole))
    }

    @Test("a leaf is the hash of a zero byte, the header and both digests")
    func leaf() {
        let header = Array("header".utf8)
        let body = SHA256Digest(of: Array("body".utf8))
        let leaf = header.withUnsafeBytes {
            LeafHash.of(header: $0, bodyDigest: body, signatureDigest: LeafHash.emptyDigest)
        }
        #expect(leaf == SHA256Digest(of: [0] + header + body.bytes + LeafHash.emptyDigest.bytes))
    }

    @Test("a changed header, body or signature changes the leaf")
    func sensitivity() {
        let empty = LeafHash.emptyDigest
        let other = SHA256Digest(of: [1])
        func leaf(_ header: [UInt8], _ body: SHA256Digest, _ signature: SHA256Digest) -> SHA256Digest {
            header.withUnsafeBytes { LeafHash.of(header: $0, bodyDigest: body, signatureDigest: signature) }
        }
        let all = [leaf([7], empty, empty), leaf([8], empty, empty), leaf([7], other, empty), leaf([7], empty, other)]
        #expect(Set(all).count == 4)
    }

    @Test("thirty-two bytes make a digest, other lengths do not", arguments: [0, 31, 32, 33])
    func lengths(count: Int) {
        #expect((SHA256Digest(bytes: [UInt8](repeating: 1, count: count)) != nil) == (count == 32))
    }
}
