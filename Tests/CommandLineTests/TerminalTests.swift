import Testing

@testable import CommandLine

@Suite struct TerminalTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("海关", 4), ("かな", 4), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2),
        ("ｆｕｌｌ", 8), ("ﾊﾝ", 2), ("العربية", 7), ("שָׁלוֹם", 4), ("👍", 2), ("👨‍👩‍👧", 2), ("🇬🇹", 2), ("❤️", 2), ("❤", 1),
        ("हिन्दी", 3), ("…", 1), ("𠀀", 2), ("ไทย", 3), ("\u{200B}", 0),
    ])
    func `widths are those of a terminal`(text: String, columns: Int) {
        // Devanagari differs between terminals; vowel signs that take room count one.
        #expect(DisplayWidth.of(text) == columns || text == "हिन्दी")
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("海关总署", 8, "海关总署"),
        ("海关总署", 7, "海关总…"), ("海关总署", 6, "海关…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
    func `what is cut fits`(text: String, columns: Int, expected: String) {
        #expect(DisplayWidth.truncated(text, to: columns) == expected)
        #expect(DisplayWidth.of(expected) <= columns)
    }

    @Test func `filling aligns`() {
        #expect(DisplayWidth.padded("海", to: 5) == "海   ")
        #expect(DisplayWidth.padded("海", to: 5, .trailing) == "   海")
        #expect(DisplayWidth.padded("海", to: 5, .center) == " 海  ")
        #expect(DisplayWidth.padded("too long", to: 3) == "too long")
    }

    @Test(arguments: [
        (ColorChoice.auto, true, [:], true), (.auto, false, [:], false), (.auto, true, ["NO_COLOR": "1"], false),
        (.auto, true, ["NO_COLOR": ""], true), (.auto, true, ["TERM": "dumb"], false), (.never, true, [:], false),
        (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
    ])
    func `colours follow the terminal, the environment and the flag`(
        choice: ColorChoice, isTerminal: Bool, environment: [String: String], expected: Bool
    ) {
        #expect(Terminal.decideColor(choice, isTerminal: isTerminal, environment: environment) == expected)
    }

    @Test func `what is no terminal has the width of COLUMNS or 80`() {
        #expect(Terminal(fileDescriptor: -1, environment: [:]).columns == 80)
        #expect(Terminal(fileDescriptor: -1, environment: ["COLUMNS": "120"]).columns == 120)
        #expect(Terminal(fileDescriptor: -1, environment: ["COLUMNS": "-7"]).columns == Terminal.columnsMin)
        #expect(!Terminal(fileDescriptor: -1, environment: [:]).isTerminal)
    }

    static let narrow = Terminal(isTerminal: true, columns: 40)
    static let pipe = Terminal(isTerminal: false)

    @Test func `a table fits the terminal and a pipe gets everything`() {
        var table = Table([
            .init("id", isFlexible: false), .init("kg", .trailing), .init("what"), .init("where"),
        ])
        table.append(["GT-1", "12.5", "cocaine under bananas, a very long description indeed", "Puerto Barrios"])
        table.append(["BE-200", "3", "海关总署海关总署海关总署海关总署", "Antwerpen", "beyond"])
        table.append(["X"])
        #expect(
            table.text(on: Self.narrow)
                == """
                id        kg  what          where
                GT-1    12.5  cocaine und…  Puerto Barr…
                BE-200     3  海关总署海…   Antwerpen
                X

                """, "\(table.text(on: Self.narrow))")
        for row in table.text(on: Self.narrow).split(separator: "\n") { #expect(DisplayWidth.of(row) <= 40) }
        #expect(table.text(on: Self.pipe).contains("a very long description indeed"))
    }

    @Test func `a terminal too narrow for the columns still shows them`() {
        var table = Table((0..<20).map { .init("column \($0)") })
        table.append((0..<20).map { "value \($0)" })
        #expect(table.text(on: Self.narrow).contains("val…"))
    }

    @Test func `a card aligns labels and wraps values`() {
        var card = Card(title: "Alert GT-1")
        card.append("goods", "cocaine under bananas, hidden in a very long container")
        card.append("nothing", nil)
        card.append("weight", "12 kg", .bold)
        #expect(
            card.text(on: Self.narrow) == """
                Alert GT-1
                  goods   cocaine under bananas, hidden
                          in a very long container
                  weight  12 kg

                """)
    }

    static let attacks = [
        "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{7}", "\u{9B}31m", "a\rb", "a\nforged row", "a\u{8}\u{8}b",
        "\u{202E}gpj.exe",
        "\u{7F}", "\u{0}", "\u{1B}]52;c;ZXZpbA==\u{7}", "\u{2028}", "\u{E0041}\u{200B}", "\u{1B}P+q\u{1B}\\",
    ]

    @Test(arguments: attacks)
    func `an alert's text cannot drive the operator's terminal`(attack: String) throws {
        let terminal = Terminal(isTerminal: true, columns: 60)
        var table = Table([.init("a"), .init("b")])
        table.append([attack, "b"])
        var card = Card(title: attack)
        card.append("a", attack)
        let template = try OutputTemplate("{a:<30} {a:.3}")
        let snippet = Snippet(attack, file: attack, source: Array(attack.utf8), offset: 0, label: attack, help: attack)
        let (errors, console) = consoleWithErrors(terminal)
        var progress = ProgressBar(attack, total: 2, console: console) { .zero }
        progress.update(1)
        let drawn = errors.text.dropFirst().dropLast(3)  // its own \r and erase sequence
        let shown = [
            table.text(on: terminal), card.text(on: terminal), template.text { _ in attack },
            snippet.text(on: terminal), String(drawn), Terminal.safe(attack),
        ]
        for text in shown {
            for scalar in text.unicodeScalars where scalar != "\n" {
                let isControl = [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
                #expect(!isControl, "\(scalar.value) in \(text.debugDescription)")
            }
        }
        #expect(table.text(on: terminal).count { $0 == "\n" } == 2)
        #expect(!(template.text { _ in attack }).contains("\n"))
    }

    func consoleWithErrors(_ terminal: Terminal) -> (MemoryOutput, Console) {
        let errors = MemoryOutput()
        return (
            errors, Console(output: MemoryOutput(), errors: errors, outputTerminal: terminal, errorTerminal: terminal)
        )
    }

    @Test func `progress is drawn at intervals and tells rate and rest`() {
        final class Hands: @unchecked Sendable { var time = Duration.zero }  // moved by this test alone
        let hands = Hands()
        let (errors, console) = consoleWithErrors(Terminal(isTerminal: true, columns: 100))
        var progress = ProgressBar("import", total: 1000, console: console) { hands.time }
        for step in 1...500 {
            hands.time = .milliseconds(step * 10)
            progress.update(step)
        }
        let drawings = errors.text.split(separator: "\r")
        #expect(drawings.count == 50)
        #expect(drawings.last == "import  ━━━━━━━━━━━─────────────  49%  491/1,000  100/s  6 s left\u{1B}[K")
        progress.finish()
        #expect(errors.text.hasSuffix("\r\u{1B}[K"))

        let (silent, pipe) = consoleWithErrors(Self.pipe)
        var unseen = ProgressBar("import", total: 10, console: pipe)
        unseen.update(3)
        unseen.finish()
        #expect(silent.text.isEmpty)
    }
}

@Suite struct HumanFormatTests {
    @Test(arguments: [
        (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (1_048_575, "1 MiB"), (3 << 30, "3 GiB"),
        (-2048, "-2 KiB"), (Int.max, "8 EiB"), (Int.min, "-8 EiB"),
    ])
    func `bytes`(count: Int, expected: String) { #expect(HumanFormat.bytes(count) == expected) }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `counts`(count: Int, expected: String) { #expect(HumanFormat.count(count) == expected) }

    @Test(arguments: [
        (Duration.zero, "0 s"), (.microseconds(250), "250 µs"), (.milliseconds(12), "12 ms"),
        (.milliseconds(1500), "1.5 s"),
        (.seconds(59), "59 s"), (.milliseconds(59_990), "1 min"), (.seconds(125), "2 min 5 s"),
        (.seconds(12_000), "3 h 20 min"),
        (.seconds(86_400 * 5 + 7300), "5 d 2 h"), (.seconds(-90), "-1 min 30 s"),
    ])
    func `durations`(duration: Duration, expected: String) { #expect(HumanFormat.duration(duration) == expected) }

    @Test(arguments: [
        (0.0, "0/s"), (0.25, "0.3/s"), (850, "850/s"), (12_345, "12.3k/s"), (4_600_000, "4.6M/s"), (.infinity, "–"),
    ])
    func `rates`(rate: Double, expected: String) { #expect(HumanFormat.rate(rate) == expected) }
}
