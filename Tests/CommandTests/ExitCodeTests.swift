import Foundation
import TestSupport
import Testing

/// How the programs end: what scripts rely on.
@Suite(.serialized) struct ExitCodeTests {
    private struct Row {
        let what: String
        let arguments: [String]
        var context: String? = "gt-enforcement"
        var input: String?
        let code: Int32
        let says: String
    }

    @Test func everyEndHasItsCode() async throws {
        let exchange = try await Exchange()
        let good = try await exchange.alerts(3, seed: 1)
        let goodFile = try exchange.write(good, to: "good.jsonl")
        let badFile = try exchange.write(
            good.replacing("\"kind\":\"", with: "\"kind\":\"x"), to: "bad.jsonl")
        let badContext = try exchange.write("{\"hub\": 1}", to: "bad.jsonc")
        _ = try await exchange.run(["keys", "new", "stranger", "--directory", exchange.folder.path])
        let stranger = ["--key", exchange.path("stranger.key_secret")]
        let away = ["--hub", "tcp://127.0.0.1:1", "--timeout", "300ms"]
        let rows = [
            Row(what: "all accepted", arguments: ["publish", goodFile], code: 0, says: "3 accepted"),
            Row(what: "again", arguments: ["publish", goodFile], code: 0, says: "3 duplicate"),
            Row(what: "from a stream", arguments: ["publish", "-"], input: good, code: 0, says: "3 duplicate"),
            Row(what: "quiet", arguments: ["publish", "--quiet", goodFile], code: 0, says: ""),
            Row(what: "refused", arguments: ["publish", goodFile, badFile], code: 65, says: "3 refused"),
            Row(what: "no alerts", arguments: ["publish", "-"], input: "\n", code: 66, says: "no alert"),
            Row(what: "no file", arguments: ["publish", "/nowhere"], code: 66, says: "/nowhere cannot be read"),
            Row(what: "hub away", arguments: ["publish", goodFile] + away, code: 69, says: "nothing answers"),
            Row(what: "unknown key", arguments: ["publish", goodFile] + stranger, code: 77, says: "does not know"),
            Row(
                what: "no right", arguments: ["publish", goodFile], context: "cr-enforcement", code: 77,
                says: "3 refused"),
            Row(what: "no flag", arguments: ["publish", "--nope"], code: 64, says: "has no flag \"--nope\""),
            Row(what: "no context", arguments: ["publish", goodFile], context: nil, code: 64, says: "--context"),
            Row(
                what: "bad context", arguments: ["publish", goodFile, "--context", badContext], context: nil, code: 64,
                says: "bad.jsonc:1:9"),
            Row(what: "not a desk", arguments: ["subscribe", "x"], code: 77, says: "role desk"),
            Row(
                what: "bad rule", arguments: ["subscribe", "x", "--where", "kind = 'x'"], context: "gt-desk", code: 65,
                says: "--where:1:6"),
            Row(
                what: "bad topic", arguments: ["tail", "--topic", "seizure.>.GT"], context: "gt-desk", code: 64,
                says: "must be the last token"),
            Row(
                what: "bad template", arguments: ["tail", "-F", "{position"], context: "gt-desk", code: 64,
                says: "column"),
            Row(
                what: "two forms", arguments: ["tail", "--raw", "--view", "card"], context: "gt-desk", code: 64,
                says: "exclude each other"),
            Row(
                what: "bad start", arguments: ["tail", "--from", "cursor"], context: "gt-desk", code: 64, says: "latest"
            ),
            Row(
                what: "fewer than asked for", arguments: ["tail", "--count", "1", "--timeout", "200ms"],
                context: "gt-desk", code: 69, says: "only 0 of 1"),
            Row(
                what: "nothing came", arguments: ["tail", "--timeout", "200ms"], context: "gt-desk", code: 0, says: ""),
            Row(
                what: "nothing to forget", arguments: ["subscribe", "x", "--forget"], context: "gt-desk", code: 66,
                says: "no subscription x"),
            Row(what: "status", arguments: ["status"], context: "gt-desk", code: 0, says: ""),
            Row(what: "status away", arguments: ["status"] + away, context: "gt-desk", code: 69, says: "nothing"),
        ]
        for row in rows {
            let done = try await exchange.run(row.arguments, as: row.context, input: row.input)
            #expect(done.code == row.code, "\(row.what): \(done.errors)")
            #expect(row.says.isEmpty || done.errors.contains(row.says), "\(row.what): \(done.errors)")
            #expect(row.what != "quiet" || done.output + done.errors == "", "\(done.errors)")
        }
    }

    @Test func anInterruptedPublisherSaysHowFarItCame() async throws {
        let exchange = try await Exchange()
        let input = Pipe()
        let publisher = try exchange.start(
            ["--context", exchange.context("gt-enforcement"), "publish", "-"], input: input)
        try input.fileHandleForWriting.write(contentsOf: Data(try await exchange.alerts(2).utf8))
        // Receipts come while the stream is still open: alerts are not held back until its end.
        try await exchange.wait("no receipts while the input is open") {
            exchange.text(of: "out").split(separator: "\n").count == 2
        }
        kill(publisher.processIdentifier, SIGINT)
        #expect(try await exchange.end(of: publisher) == 130)
        #expect(exchange.text(of: "out.err").contains("2 accepted"))
        #expect(exchange.text(of: "out.err").contains("interrupted behind standard input:2"))
    }

    @Test func theExampleConfigurationIsGood() async throws {
        let exchange = try await Exchange(startsHub: false)
        let examples = SharedData.packageRoot.appending(path: "deploy/examples")
        for name in ["hub.jsonc", "members.jsonc"] {
            let text = try String(contentsOf: examples.appending(path: name), encoding: .utf8)
            _ = try exchange.write(text.replacing("/var/lib/cordon", with: exchange.path("data")), to: name)
        }
        try FileManager.default.createDirectory(
            at: exchange.folder.appending(path: "keys"), withIntermediateDirectories: true)
        _ = try await exchange.run(["keys", "new", "hub", "--directory", exchange.path("keys")])
        let check = try exchange.start(["check-config", "-c", exchange.path("hub.jsonc")], program: "cordond")
        #expect(try await exchange.end(of: check) == 0, "\(exchange.text(of: "out.err"))")
        #expect(exchange.text(of: "out.err") == "")
    }
}
