import CommandLine
import Foundation
import Testing

@testable import cordon

/// Contexts: what they say, and where they are wrong.
@Suite struct ContextFileTests {
    private func read(_ text: String) throws -> ContextFile {
        let path = FileManager.default.temporaryDirectory.appending(path: "context-\(UUID().uuidString).jsonc").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try ContextFile(path)
    }

    @Test func pathsAreRelativeToTheFile() throws {
        let context = try read(
            """
            // a comment
            {"hub": "tcp://127.0.0.1:1", "hubKey": "keys/hub.key", "key": "/etc/gt.key_secret",}
            """)
        #expect(context.hub == "tcp://127.0.0.1:1")
        let folder = FileManager.default.temporaryDirectory.path
        #expect(context.hubKey == folder + (folder.hasSuffix("/") ? "" : "/") + "keys/hub.key")
        #expect(context.key == "/etc/gt.key_secret")
    }

    @Test(arguments: [
        ("{\n  \"hub\": 3\n}", ":2:10", "hub must be a text that is not empty"),
        ("{\"hub\": \"\"}", ":1:9", "hub must be a text that is not empty"),
        ("{\n  \"hubkey\": \"x\"\n}", ":2:3", "a context has no member hubkey"),
        ("[]", ":1:1", "a context is an object, in braces"),
        ("{\"hub\": \"x\"", ":1:12", "ends"),
        ("{\"hub\": \"a\", \"hub\": \"b\"}", ":1:14", "twice"),
        ("{\"\u{1B}[2J\": \"x\"}", ":1:3", "0x1B in a string"),
    ])
    func whatIsWrongIsShownWithItsPlace(_ text: String, _ place: String, _ message: String) {
        let failure = #expect(throws: CommandFailure.self) { try read(text) }
        #expect(failure?.code == .usage)
        #expect(failure?.details?.contains(place) == true, "\(failure?.details ?? "")")
        #expect(failure?.details?.contains(message) == true, "\(failure?.details ?? "")")
        #expect(failure?.details?.contains("\u{1B}") == false)
    }

    @Test func aContextThatIsNotThereIsNoInput() {
        let failure = #expect(throws: CommandFailure.self) { try ContextFile("/nowhere/context.jsonc") }
        #expect(failure?.code == .noInput)
    }

    @Test func aContextThatIsTooLargeIsNotRead() {
        let failure = #expect(throws: CommandFailure.self) { try read(String(repeating: " ", count: 70_000)) }
        #expect(failure?.message.contains("larger than any context") == true)
    }
}
