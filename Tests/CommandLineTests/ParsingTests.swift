import CommandLine
import Testing

@Suite struct ParsingTests {
    @Test func `the declarations have no faults`() { #expect(Sample.program.faults.isEmpty) }

    @Test func `faults in declarations are found`() {
        let flag = Flag<Bool>("loud", short: "v", help: "Loud.")
        let rest = Positional<[String]>("words", help: "Words.")
        let one = Positional<String>("word", help: "A word.")
        let program = Program(
            "p", version: "1", summary: "P.", flags: [flag],
            commands: [
                Command("a", summary: "A.", flags: [Flag<Int>(counted: "verbose", short: "v", help: "More.")]) { _ in
                    .ok
                },
                Command("a", summary: "A.", flags: [flag], positionals: [rest, one]) { _ in .ok },
                Command("empty", summary: "Nothing."),
            ])
        #expect(
            program.faults == [
                "p: two commands a", "p a: two flags -v", "p a: two flags --loud", "p a: two flags -v",
                "p a: nothing can stand behind [words]… (argument 1)",
                "p a: <word> must be given, but stands behind [words]…",
                "p empty: has neither commands nor anything to run",
            ])
    }

    static let good: [(line: String, expected: [String])] = [
        (
            "publish x",
            ["count=nil", "format=table", "json=false", "timeout=5s", "topics=[]", "files=[\"x\"]", "verbose=0"]
        ),
        ("publish --count 3 x", ["count=3"]), ("publish --count=3 x", ["count=3"]), ("publish -n 3 x", ["count=3"]),
        ("publish -n3 x", ["count=3"]), ("publish -n=3 x", ["count=3"]), ("publish x -n 3", ["count=3"]),
        ("-v publish -v x -v", ["verbose=3"]), ("publish -vvj x", ["verbose=2", "json=true"]),
        ("publish -vn3 x", ["verbose=1", "count=3"]), ("publish -n 3 -n 4 x", ["count=4"]),
        ("publish -t a --topic=b -tc x", ["topics=[\"a\", \"b\", \"c\"]"]),
        ("publish --topic= x", ["topics=[\"\"]"]), ("publish --topic==x y", ["topics=[\"=x\"]"]),
        ("publish -- --count 3", ["count=nil", "files=[\"--count\", \"3\"]"]),
        ("publish - -5 -0.5", ["files=[\"-\", \"-5\", \"-0.5\"]"]), ("publish -t - x", ["topics=[\"-\"]"]),
        ("publish publish keys", ["files=[\"publish\", \"keys\"]"]),
        ("--hub tcp://h:1 publish x", ["hub=tcp://h:1"]), ("publish --hub=tcp://h:1 x", ["hub=tcp://h:1"]),
        ("publish --timeout 1h30m x", ["timeout=1h30m", "given=true"]),
        ("publish --timeout 250ms x", ["timeout=250ms"]),
        ("publish --limit 64kib x", ["limit=64KiB"]), ("publish -F card x", ["format=card"]),
    ]

    @Test(arguments: good)
    func `a good line is understood`(line: String, expected: [String]) async {
        let result = await Sample.run(line)
        #expect(result.code == .ok, "\(result.errors)")
        for part in expected { #expect(result.output.contains(part)) }
    }

    static let bad: [(line: String, message: String, help: String?)] = [
        ("pubish", "sample has no command \"pubish\"", "did you mean sample publish?"),
        ("zzz", "sample has no command \"zzz\"", "known are publish, keys, help, completion"),
        ("keys neu", "sample keys has no command \"neu\"", "did you mean sample keys new?"),
        ("publish --cuont 3 x", "sample publish has no flag \"--cuont\"", "did you mean --count?"),
        ("publish --tim 3 x", "sample publish has no flag \"--tim\"", "did you mean --timeout?"),
        ("publish --zzzzzz x", "sample publish has no flag \"--zzzzzz\"", nil),
        ("publish -x y", "sample publish has no flag \"-x\"", nil),
        ("publish -vx y", "sample publish has no flag \"-x\"", nil),
        ("publish -5x y", "sample publish has no flag \"-5\"", nil),
        ("publish --count x y", "--count takes a whole number from 1 on, not \"x\"", nil),
        ("publish --count 0 y", "--count takes a whole number from 1 on, not \"0\"", nil),
        ("publish --count 99999999999999999999 y", "--count takes a whole number from 1 on, not", nil),
        ("publish --count", "--count needs a value: a whole number from 1 on", nil),
        ("publish -n --json x", "-n needs a value: a whole number", "write --count=\"--json\" if that is the value"),
        ("publish --json=yes x", "--json takes no value, but was given \"yes\"", nil),
        ("publish -j=yes x", "-j takes no value, but was given \"yes\"", nil),
        ("publish -F tabel x", "--format takes table, card or raw, not \"tabel\"", "did you mean table?"),
        ("publish --timeout 5 x", "--timeout takes a duration such as 250ms, 5s, 2m, 1h30m or 7d, not \"5\"", nil),
        ("publish --color blue x", "--color takes auto, always or never, not \"blue\"", nil),
        ("publish", "<file>… is missing: it takes the path of a file", "the form is sample publish [flags] <file>…"),
        ("keys new GT", "--key is missing: it takes the path of a file", "give --key FILE, or set SAMPLE_KEY"),
        (
            "keys new -k x", "<member> is missing: it takes two capital letters such as GT",
            "the form is sample keys new"
        ),
        ("keys new -k x gt", "<member> takes two capital letters such as GT, not \"gt\"", nil),
        ("keys new -k x GT two", "[note] takes a whole number such as 10, not \"two\"", nil),
        ("keys new -k x GT 2 3", "\"3\" is one argument too many", "the form is sample keys new"),
        ("help keys neu", "sample keys has no command \"neu\"", "did you mean sample keys new?"),
    ]

    @Test(arguments: bad)
    func `a bad line is refused with what is wrong and what would be right`(
        line: String, message: String, help: String?
    ) async {
        let result = await Sample.run(line)
        #expect(result.code == .usage)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("error: \(message)"), "\(result.errors)")
        if let help {
            #expect(result.errors.contains("\nhelp: \(help)"), "\(result.errors)")
        } else {
            #expect(!result.errors.contains("\nhelp:"))
        }
    }

    @Test func `the environment stands behind the command line and before the default`() async {
        let environment = ["SAMPLE_HUB": "env", "SAMPLE_JSON": "yes", "SAMPLE_TOPICS": "a,b", "SAMPLE_KEY": "k"]
        let fromEnvironment = await Sample.run("publish x", environment: environment)
        #expect(fromEnvironment.output.contains("hub=env"))
        #expect(fromEnvironment.output.contains("json=true"))
        #expect(fromEnvironment.output.contains("topics=[\"a\", \"b\"]"))
        let overruled = await Sample.run("publish --hub line -t c x", environment: environment)
        #expect(overruled.output.contains("hub=line"))
        #expect(overruled.output.contains("topics=[\"c\"]"))
        let empty = await Sample.run("publish x", environment: ["SAMPLE_HUB": "", "SAMPLE_JSON": "0"])
        #expect(empty.output.contains("hub=tcp://127.0.0.1:7400"))
        #expect(empty.output.contains("json=false"))
        #expect(await Sample.run("keys new GT", environment: environment).code == .ok)
        let bad = await Sample.run("publish x", environment: ["SAMPLE_JSON": "perhaps"])
        #expect(bad.code == .usage)
        #expect(bad.errors.contains("the environment variable SAMPLE_JSON (for --json) takes 1 or 0, not \"perhaps\""))
    }

    @Test func `codes come from the command and its failures`() async {
        #expect(await Sample.run("keys list").code == .notAllowed)
        let failed = await Sample.run("fail")
        #expect(failed.code == .dataRefused)
        #expect(failed.errors == "error: refused: \\e[2J\\nerror: forged\n  the place\nhelp: mend it\n")
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 64, 65, 66, 69, 70, 73, 74, 77, 130])
    }

    @Test func `hostile words are shown escaped and bounded`() async {
        for word in [
            "\u{1B}[2J", "a\nb", String(repeating: "x", count: 100_000), "\u{202E}", "", "é\u{0}",
            "e" + String(repeating: "\u{301}", count: 100_000),
        ] {
            for arguments in [
                [word], ["--" + word], ["-" + word], ["publish", "-n", word, "x"], ["keys", "new", "-k", "x", word],
            ] {
                let result = await Sample.run(arguments)
                #expect(result.errors.utf8.count < 2000)
                for scalar in result.errors.unicodeScalars where scalar != "\n" {
                    #expect(scalar.value >= 0x20 && scalar.value != 0x202E && scalar.value != 0x7F)
                }
            }
        }
    }

    @Test func `a program without commands runs by itself`() async {
        let config = Flag<FileArgument>(
            "config", short: "c", default: FileArgument("/etc/p.jsonc"), help: "The configuration.")
        let check = Command("check-config", summary: "Check.") { arguments in
            try arguments.console.print("check \(arguments[config].path)")
            return .ok
        }
        let program = Program("p", version: "1", summary: "P.", flags: [config], commands: [check]) { arguments in
            try arguments.console.print("serve \(arguments[config].path)")
            return .ok
        }
        #expect(program.faults.isEmpty)
        for (line, expected) in [
            ([], "serve /etc/p.jsonc\n"), (["-c", "x", "check-config"], "check x\n"),
            (["check-config", "-c", "x"], "check x\n"),
        ] as [([String], String)] {
            let output = MemoryOutput()
            let console = Console(output: output, errors: MemoryOutput())
            #expect(await program.run(line, environment: [:], console: console) == .ok)
            #expect(output.text == expected)
        }
    }
}

@Suite struct ArgumentValueTests {
    @Test(arguments: [
        ("0s", 0 as Double?), ("250ms", 0.25), ("5s", 5), ("2m", 120), ("1h30m", 5400), ("7d", 604_800), ("1.5h", 5400),
        ("", nil), ("5", nil), ("s", nil), ("5x", nil), ("-5s", nil), ("5m1h", nil), ("5s5s", nil), ("1e3s", nil),
        ("99999999999d", nil), (".s", nil), ("٣s", nil), ("1..5s", nil), ("infs", nil),
    ])
    func `durations are read`(text: String, seconds: Double?) {
        #expect(Duration(argument: text).map { $0 / .seconds(1) } == seconds)
    }

    @Test(arguments: [
        ("0", 0 as Int?), ("512", 512), ("64KiB", 65_536), ("64kib", 65_536), ("1GB", 1_000_000_000), ("3B", 3),
        ("", nil), ("KiB", nil), ("-1", nil), ("1.5MiB", nil), ("1TB", nil), ("9999999999999999999", nil),
        ("9223372036854775807KiB", nil), ("٣", nil),
    ])
    func `byte counts are read`(text: String, bytes: Int?) {
        #expect(ByteCount(argument: text)?.bytes == bytes)
    }

    @Test func `what is shown as a default reads as the same value`() {
        for duration in [Duration.zero, .milliseconds(1), .seconds(90), .seconds(93_784), .milliseconds(86_400_001)] {
            #expect(Duration(argument: duration.argumentText) == duration)
        }
        for bytes in [0, 1, 1000, 1024, 1_500_000, 3 << 30] {
            #expect(ByteCount(argument: ByteCount(bytes).argumentText)?.bytes == bytes)
        }
    }
}
