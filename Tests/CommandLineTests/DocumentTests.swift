import CommandLine
import Foundation
import Testing

/// Runs a tool that is there and returns its status and its output with its errors.
func runTool(_ path: String, _ arguments: [String], input: String? = nil) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let (standardInput, output) = (Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = output
    try process.run()
    if let input { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
}

func isInstalled(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

@Suite struct DocumentTests {
    @Test func `help is laid out for the terminal`() async {
        let expected = """
            Publish alerts.

            Usage:
              sample publish [flags] <file>…

            Each file holds one alert or many, as JSON lines.

            Arguments:
              <file>…  Files of alerts, - for standard input.

            Flags:
              -n, --count N           Stop after this many alerts.
              -F, --format CHOICE     How to print alerts. [one of table, card, raw; default
                                      table]
              -j, --json              Print JSON lines. [environment SAMPLE_JSON]
                  --timeout DURATION  Give up after this long. [default 5s]
              -t, --topic TEXT        Only alerts of this topic. Patterns are allowed. [may
                                      be repeated; environment SAMPLE_TOPICS]

            Common flags:
                  --hub ADDRESS  The hub to speak to. [default tcp://127.0.0.1:7400;
                                 environment SAMPLE_HUB]
              -v, --verbose      Say more. [may be repeated]
                  --color WHEN   Colour the output: auto, always or never. [default auto]
              -h, --help         Show this help and exit.

            Examples:
              Publish the first three alerts of a file.
                $ sample publish -n 3 alerts.jsonl

            """
        for line in ["publish --help", "publish -h x --zzz", "help publish"] {
            let result = await Sample.run(line)
            #expect(result.code == .ok)
            #expect(result.output == expected)
            #expect(result.errors.isEmpty)
        }
    }

    @Test func `help fits every width`() async {
        for columns in [40, 60, 80, 100, 200] {
            let terminal = Terminal(isTerminal: true, columns: columns)
            for line in [["--help"], ["publish", "--help"], ["keys", "new", "--help"]] {
                let result = await Sample.run(line, terminal: terminal)
                for row in result.output.split(separator: "\n") where !row.contains("sample ") {
                    #expect(DisplayWidth.of(row) <= min(columns, 100), "\(row)")
                }
            }
        }
    }

    @Test func `help is coloured only where colours are`() async {
        let colored = await Sample.run(["--help"], terminal: Terminal(isTerminal: true, hasColor: true))
        let plain = await Sample.run(["--help"])
        #expect(colored.output.contains("\u{1B}[1mUsage:\u{1B}[0m"))
        #expect(!plain.output.contains("\u{1B}"))
        #expect(colored.output.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain.output)
    }

    @Test func `a group without a command shows its help and is a usage error`() async {
        let result = await Sample.run("keys")
        #expect(result.code == .usage)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("sample keys <command> [flags]"))
        #expect(!(await Sample.run("--help")).output.contains("fail"), "hidden commands stay hidden")
    }

    @Test func `the version is printed`() async {
        #expect(await Sample.run("--version").output == "sample 1.2.3\n")
    }

    @Test func `bash completes`() throws {
        let script = Sample.program.completionScript(for: .bash)
        let syntax = try runTool("/bin/bash", ["-n"], input: script)
        #expect(syntax.status == 0, "\(syntax.output)")
        for (words, expected) in [
            (["ke"], "keys"), (["keys", ""], "new list"), (["keys", "new", "--k"], "--key"),
            (["publish", "--format", "ta"], "table"), (["publish", "--format", "=", "ra"], "raw"),
            (["publish", "-F", ""], "table card raw"), (["--hub", "x", "completion", "z"], "zsh"),
            (["publish", "--count", ""], ""),
            (["publish", "--lim"], ""),
        ] as [([String], String)] {
            let line = (["sample"] + words).map { "'\($0)'" }.joined(separator: " ")
            let test = "\(script)\nCOMP_WORDS=(\(line)); COMP_CWORD=\(words.count); _sample; echo \"${COMPREPLY[*]}\""
            let result = try runTool("/bin/bash", ["--norc", "-c", test])
            #expect(result.output == expected + "\n", "\(words)")
        }
    }

    @Test(.enabled(if: isInstalled("/usr/bin/zsh")))
    func `the completion for zsh is sound`() throws {
        let script = Sample.program.completionScript(for: .zsh)
        let syntax = try runTool("/usr/bin/zsh", ["-n"], input: script)
        #expect(syntax.status == 0 && syntax.output.isEmpty, "\(syntax.output)")
        let load =
            "autoload -U compinit && compinit -u -D\n\(script)\nprint -r -- $_comps[sample] $+functions[_sample__keys__new]"
        let loaded = try runTool("/usr/bin/zsh", ["-f", "-c", load])
        #expect(loaded.output == "_sample 1\n")
    }

    @Test(.enabled(if: isInstalled("/usr/bin/fish")))
    func `fish completes`() throws {
        let script = Sample.program.completionScript(for: .fish)
        for (line, expected) in [
            ("sample ke", ["keys\tManage keys"]), ("sample keys ", ["list\tList keys", "new\tMake a key pair"]),
            ("sample publish --format ta", ["table\tHow to print alerts"]),
            ("sample keys new --k", ["--key\tWhere the key goes"]),
            ("sample completion ", ["bash", "fish", "zsh"]),
        ] {
            let result = try runTool("/usr/bin/fish", ["--no-config", "-c", "\(script)\ncomplete -C '\(line)'"])
            let offered = result.output.split(separator: "\n").map(String.init)
            #expect(offered.map { $0.trimmingCharacters(in: .whitespaces) } == expected, "\(result.output)")
        }
    }

    @Test(.enabled(if: isInstalled("/usr/bin/groff")))
    func `the manual page is sound`() throws {
        let result = try runTool(
            "/usr/bin/groff", ["-ww", "-man", "-Kutf8", "-Tutf8", "-P-cbou"], input: Sample.program.manualPage())
        #expect(result.status == 0)
        #expect(!result.output.contains("warning"), "\(result.output)")
        for text in [
            "-n, --count N", "sample keys new --key FILE [flags] <member> [note]", "it's free", "SAMPLE_KEY", "130",
        ] {
            #expect(result.output.contains(text), "\(text)")
        }
    }
}
