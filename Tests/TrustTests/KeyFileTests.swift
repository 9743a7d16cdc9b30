import Foundation
import Testing

@testable import Trust

@Suite("Key files")
struct KeyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let czmqSecret = """
        #   ****  Generated on 2026-03-14 09:26:53 by CZMQ  ****
        #   ZeroMQ CURVE **Secret** Certificate
        #   DO NOT PROVIDE THIS FILE TO OTHER USERS nor change its permissions.

        metadata
            name = "desk-1"
            organization = "Customs"
        curve
            public-key = "\(ManualKeys.clientPublic)"
            secret-key = "\(ManualKeys.clientSecret)"

        """

    private static let pyzmqPublic = """

        #   ****  Generated on 2026-03-14 09:26:53.589793 by pyzmq  ****
        #   ZeroMQ CURVE Public Certificate
        #   Exchange securely, or use a secure mechanism to verify the contents
        #   of this file after exchange. Store public certificates in your home
        #   directory, in the .curve subdirectory.

        metadata
            owner = desk one
        curve
            public-key = "\(ManualKeys.serverPublic)"

        """

    @Test("a secret file of czmq is read")
    func czmq() throws {
        let path = try folder.file("desk.key_secret", Self.czmqSecret)
        let pair = try KeyFile.readPair(path)
        #expect(pair.publicKey.z85 == ManualKeys.clientPublic)
        #expect(pair.secret.withZ85 { String(decoding: $0, as: UTF8.self) } == ManualKeys.clientSecret)
        let certificate = try KeyFile.readPublic(path)
        #expect(certificate.publicKey == pair.publicKey)
        #expect(certificate.metadata.map(\.name) == ["name", "organization"])
        #expect(certificate.metadata.first?.value == "desk-1")
    }

    @Test("a public file of pyzmq is read, with metadata without quotes")
    func pyzmq() throws {
        let path = try folder.file("hub.key", Self.pyzmqPublic, mode: 0o644)
        let certificate = try KeyFile.readPublic(path)
        #expect(certificate.publicKey.z85 == ManualKeys.serverPublic)
        #expect(certificate.metadata == [KeyFileMetadata(name: "owner", value: "desk one")])
    }

    @Test("line ends of Windows, a byte order mark, tabs and single quotes change nothing")
    func otherEditors() throws {
        let text = Self.czmqSecret.replacingOccurrences(of: "\n", with: "\r\n")
        let marked = [0xef, 0xbb, 0xbf] + Array(text.utf8)
        #expect(try KeyFile.readPair(folder.file("a", bytes: marked)).publicKey.z85 == ManualKeys.clientPublic)
        let tabs = "curve\n\tsecret-key\t=\t'\(ManualKeys.serverSecret)' # mine"
        #expect(try KeyFile.readPair(folder.file("b", tabs)).publicKey.z85 == ManualKeys.serverPublic)
    }

    @Test(
        "what is no key file is refused with its line, and without the key",
        arguments: [
            ("", KeyFileError.Code.malformed, nil),
            ("\n\n# nothing\n", .noSecretKey, nil),
            ("curve\n    public-key = \"\(ManualKeys.clientPublic)\"\n", .noSecretKey, nil),
            ("secret-key = \"\(ManualKeys.clientSecret)\"\n", .noSecretKey, nil),
            ("metadata\n    secret-key = \"\(ManualKeys.clientSecret)\"\n", .noSecretKey, nil),
            ("curve\n    secret-key = \"\(ManualKeys.clientSecret.dropLast())\"\n", .malformed, 2),
            ("curve\n    secret-key = \"\(ManualKeys.clientSecret)x\"\n", .malformed, 2),
            ("curve\n    secret-key = \"\(ManualKeys.clientSecret)", .malformed, 2),
            ("curve\n    secret-key = \"\(ManualKeys.clientSecret)\" more\n", .malformed, 2),
            ("curve\n    secret-key = \"\(ManualKeys.clientSecret.dropLast()) \"\n", .malformed, 2),
            ("curve\n    secret-key = \"\"\n", .malformed, 2),
            ("curve\n    secret-key =\n", .malformed, 2),
            ("curve\n    secret-key \"\(ManualKeys.clientSecret)\"\n", .malformed, 2),
            (
                "curve\n    secret-key = \"\(ManualKeys.clientSecret)\"\n    secret-key = \"\(ManualKeys.serverSecret)\"\n",
                .malformed, 3
            ),
            (
                "curve\n    public-key = \"\(ManualKeys.serverPublic)\"\n    secret-key = \"\(ManualKeys.clientSecret)\"\n",
                .notAPair, 2
            ),
            ("curve\n    public-key = \"no\"\n    secret-key = \"\(ManualKeys.clientSecret)\"\n", .malformed, 2),
            ("\0\0\0\0", .noSecretKey, nil),
        ] as [(String, KeyFileError.Code, Int?)])
    func badFiles(text: String, code: KeyFileError.Code, line: Int?) throws {
        let path = try folder.file("bad.key_secret", text)
        let error = try #require(throws: KeyFileError.self) { try KeyFile.readPair(path) }
        #expect(error.code == code)
        #expect(error.line == line)
        #expect(error.description.hasPrefix(path))
        for secret in [ManualKeys.clientSecret, ManualKeys.serverSecret] {
            #expect(!"\(error)\(String(reflecting: error))".contains(secret.prefix(8)))
        }
    }

    @Test("a value without quotes that holds a # is refused with the remedy")
    func unquoted() throws {
        // The manual's client secret has no #; this key has one.
        let key = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{h#0"
        let error = try #require(throws: KeyFileError.self) {
            try KeyFile.readPublic(folder.file("a.key", "curve\n    public-key = \(key)\n"))
        }
        #expect(error.code == .malformed)
        #expect(error.message.contains("quotes"))
        let quoted = try KeyFile.readPublic(folder.file("b.key", "curve\n    public-key = \"\(key)\"\n"))
        #expect(quoted.publicKey.z85 == key)
        let plain = try folder.file("c.key", "curve\n    public-key = \(ManualKeys.clientPublic)\n")
        #expect(try KeyFile.readPublic(plain).publicKey.z85 == ManualKeys.clientPublic)
    }

    @Test(
        "a secret that others can reach is refused with the command that helps",
        arguments: [0o640, 0o604, 0o620, 0o601, 0o644, 0o777])
    func exposed(mode: Int) throws {
        let path = try folder.file("desk.key_secret", Self.czmqSecret, mode: mode)
        let error = try #require(throws: KeyFileError.self) { try KeyFile.readPair(path) }
        #expect(error.code == .exposed)
        #expect(error.message.contains("chmod 600 \(path)"))
        // Its public half is still for everybody.
        #expect(try KeyFile.readPublic(path).publicKey.z85 == ManualKeys.clientPublic)
    }

    @Test("modes without group and others are good", arguments: [0o600, 0o400])
    func closed(mode: Int) throws {
        let path = try folder.file("desk.key_secret", Self.czmqSecret, mode: mode)
        #expect(try KeyFile.readPair(path).publicKey.z85 == ManualKeys.clientPublic)
    }

    @Test("the command quotes a path with a space")
    func quotedPath() throws {
        let path = try folder.file("it's mine.key_secret", Self.czmqSecret, mode: 0o644)
        let error = try #require(throws: KeyFileError.self) { try KeyFile.readPair(path) }
        #expect(error.message.contains("/it'\\''s mine.key_secret'"))
    }

    @Test("a secret behind a symbolic link, a folder, a pipe, a huge file and nothing at all are refused")
    func oddFiles() throws {
        let real = try folder.file("real.key_secret", Self.czmqSecret)
        let link = folder.path + "/link.key_secret"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let huge = try folder.file("huge", bytes: [UInt8](repeating: 0x23, count: KeyFile.fileBytesMax + 1))
        let rows: [(String, KeyFileError.Code)] = [
            (link, .symbolicLink), (folder.path, .notRegular), (pipe, .notRegular), (huge, .tooLarge),
            (folder.path + "/none", .notFound), (real + "/below", .systemRefused),
        ]
        for (path, code) in rows {
            let error = #expect(throws: KeyFileError.self) { try KeyFile.readPair(path) }
            #expect(error?.code == code, "\(path)")
        }
    }

    @Test("a written pair is read back, by the rules of both formats")
    func roundTrip() throws {
        for _ in 0..<20 {
            let pair = TransportKeyPair.generate()
            let metadata = [
                KeyFileMetadata(name: "name", value: "GT/desk-1"), KeyFileMetadata(name: "note", value: "a # b"),
            ]
            let paths = try KeyFile.write(
                pair, inFolder: folder.path, name: "desk", metadata: metadata, replacing: true)
            let read = try KeyFile.readPair(paths.secretPath)
            #expect(read.publicKey == pair.publicKey)
            #expect(read.secret.withBytes { Array($0) } == pair.secret.withBytes { Array($0) })
            #expect(try KeyFile.readPublic(paths.publicPath).publicKey == pair.publicKey)
            #expect(try KeyFile.readPublic(paths.publicPath).metadata == metadata)
            // As pyzmq reads: the line's text after the first equals sign, without quotes.
            let text = try String(contentsOfFile: paths.secretPath, encoding: .utf8)
            let line = try #require(text.split(separator: "\n").first { $0.contains("secret-key") })
            let value = line.drop { $0 != "=" }.dropFirst().trimmingCharacters(in: CharacterSet(charactersIn: " \t'\""))
            #expect(value == pair.secret.withZ85 { String(decoding: $0, as: UTF8.self) })
        }
        #expect(try folder.mode("desk.key_secret") == 0o600)
        #expect(try folder.mode("desk.key") == 0o644)
        #expect(folder.names == ["desk.key", "desk.key_secret"], "no temporary file is left")
        let text = try String(contentsOfFile: folder.path + "/desk.key", encoding: .utf8)
        #expect(!text.contains("secret-key"))
    }

    @Test("files that are there are not touched unless asked, and no half pair is left")
    func existing() throws {
        let pair = TransportKeyPair.generate()
        let secret = try folder.file("a.key_secret", "precious")
        let first = #expect(throws: KeyFileError.self) { try KeyFile.write(pair, inFolder: folder.path, name: "a") }
        #expect(first?.code == .exists)
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == "precious")
        let open = try folder.file("b.key", "precious", mode: 0o644)
        let second = #expect(throws: KeyFileError.self) { try KeyFile.write(pair, inFolder: folder.path, name: "b") }
        #expect(second?.code == .exists)
        #expect(try String(contentsOfFile: open, encoding: .utf8) == "precious")
        #expect(folder.names == ["a.key_secret", "b.key"])
        try KeyFile.write(pair, inFolder: folder.path, name: "a", replacing: true)
        #expect(try KeyFile.readPair(secret).publicKey == pair.publicKey)
        #expect(try folder.mode("a.key_secret") == 0o600)
    }

    @Test("a link laid in the secret's place is not written through")
    func linkInPlace() throws {
        let victim = try folder.file("victim", "precious", mode: 0o644)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/a.key_secret", withDestinationPath: victim)
        let pair = TransportKeyPair.generate()
        #expect(throws: KeyFileError.self) { try KeyFile.write(pair, inFolder: folder.path, name: "a") }
        try KeyFile.write(pair, inFolder: folder.path, name: "a", replacing: true)
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
        #expect(try KeyFile.readPair(folder.path + "/a.key_secret").publicKey == pair.publicKey)
    }

    @Test("names and metadata that the format cannot hold are refused")
    func unwritable() throws {
        let pair = TransportKeyPair.generate()
        for name in ["", ".hidden", "../up", "a/b", "a b", "ä", String(repeating: "a", count: 101)] {
            let error = #expect(throws: KeyFileError.self) {
                try KeyFile.write(pair, inFolder: folder.path, name: name)
            }
            #expect(error?.code == .unwritable)
        }
        for value in ["a\"b", "a\nsecret-key = \"x\"", "\u{7}"] {
            let metadata = [KeyFileMetadata(name: "note", value: value)]
            let error = #expect(throws: KeyFileError.self) {
                try KeyFile.write(pair, inFolder: folder.path, name: "a", metadata: metadata)
            }
            #expect(error?.code == .unwritable)
        }
        let missing = #expect(throws: KeyFileError.self) {
            try KeyFile.write(pair, inFolder: folder.path + "/none", name: "a")
        }
        #expect(missing?.code == .systemRefused)
        #expect(folder.names.isEmpty)
    }
}
