import Foundation
import Telemetry
import Testing

@Suite struct LogTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
        (1_770_091_506_789_999_999, "2026-02-03T04:05:06.789Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000Z"),
        (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
        (Int64.max, "2262-04-11T23:47:16.854Z"),
        (Int64.min, "1677-09-21T00:12:43.145Z"),
    ])
    func `times are written as RFC 3339`(nanoseconds: Int64, expected: String) {
        #expect(UnixTime(nanoseconds: nanoseconds).description == expected)
    }

    @Test func `a record is one line of text`() {
        let line = text(record(["member": "GT", "alerts": 3, "rate": 0.5, "late": false, "note": "two words"]), .text)
        #expect(
            line == "2026-02-03T04:05:06.789Z notice  hub: session opened"
                + " member=GT alerts=3 rate=0.5 late=false note=\"two words\"\n")
    }

    @Test func `a record is one JSON object`() throws {
        let fields: LogFields = [
            "member": "G\"T", "alerts": 3, "rate": Double.nan, "late": false, "took": Duration.seconds(2),
        ]
        let line = text(record(fields), .json)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(parsed["level"] as? String == "notice")
        #expect(parsed["message"] as? String == "session opened")
        let parsedFields = try #require(parsed["fields"] as? [String: Any])
        #expect(parsedFields["member"] as? String == "G\"T")
        #expect(parsedFields["alerts"] as? Int == 3)
        #expect(parsedFields["rate"] as? String == "nan")
        #expect(parsedFields["took"] as? Double == 2)
    }

    static let attacks = [
        "GT\n2026-02-03T04:05:06.789Z error hub: forged",
        "GT\r\nforged", "\u{1B}[2J\u{1B}[1;31m", "\u{9B}31m", "\u{85}next line", "\u{2028}line\u{2029}paragraph",
        "\u{202E}txt.exe", "nul\u{0}", "\u{7F}", "\u{E0041}", "a level=error", "\" level=\"error", "\\\" x=1", "x=1",
        "",
        "‹redacted›", "\u{FEFF}", "\u{FFFF}",
    ]

    @Test(arguments: attacks)
    func `no value can forge a line, a field or drive the terminal`(attack: String) throws {
        for format in LogFormat.allCases {
            let line = text(record(["member": attack, "last": 1]), format)
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
            for scalar in line.dropLast().unicodeScalars {
                let kind = scalar.properties.generalCategory
                #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(kind))
            }
        }
        let json = text(record(["member": attack]), .json)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect((parsed["fields"] as? [String: String])?["member"] == attack)
        // Without the quoted parts nothing foreign is left.
        let line = text(record(["member": attack, "last": 1]), .text)
        let isQuoted = line.contains(" member=\"") && line.contains("\" last=1")
        #expect(isQuoted || attack.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") })
    }

    @Test func `secrets are never written`() {
        let secret = Redacted("tiger")
        var dumped = ""
        dump(secret, to: &dumped)
        let interpolated = "\(secret) \(String(reflecting: secret)) \(String(describing: [secret]))"
        for shown in [text(record(["key": secret]), .text), text(record(["key": secret]), .json), dumped, interpolated]
        {
            #expect(!shown.contains("tiger"))
        }
        #expect(text(record(["key": secret]), .text).hasSuffix(" key=‹redacted›\n"))
        #expect(secret.withExposed { $0 } == "tiger")
    }

    @Test func `a line has a bound`() {
        let long = String(repeating: "é", count: 100_000)
        var fields: LogFields = [:]
        for _ in 0..<100 { fields.append("value", long) }
        for format in LogFormat.allCases {
            let line = text(record(fields), format)
            #expect(line.utf8.count < LogRecord.lineBytesMax + 100)
            #expect(line.contains("…"))
            if format == .json {
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
            }
        }
    }

    @Test func `only levels in force are written, and their fields made`() {
        let sink = MemorySink()
        let log = Logger(subsystem: "hub", output: .init(level: .notice, sink: sink, now: { noon }))
        func fields() -> LogFields {
            Issue.record("the fields of a record that is not written were made")
            return [:]
        }
        log.debug("no", fields())
        log.info("no", fields())
        log.notice("yes", ["a": 1])
        log.named("journal").warning("yes")
        #expect(
            sink.lines == [
                "2026-02-03T04:05:06.789Z notice  hub: yes a=1\n", "2026-02-03T04:05:06.789Z warning journal: yes\n",
            ])
    }

    @Test func `level and format change for every copy`() {
        let sink = MemorySink()
        let log = Logger(subsystem: "hub", output: .init(level: .error, sink: sink, now: { noon }))
        let copy = log.named("journal")
        log.output.level = .debug
        log.output.format = .json
        copy.debug("seen")
        #expect(
            sink.lines == [
                "{\"time\":\"2026-02-03T04:05:06.789Z\",\"level\":\"debug\",\"subsystem\":\"journal\",\"message\":\"seen\"}\n"
            ])
    }

    @Test func `levels have names`() {
        for level in LogLevel.allCases { #expect(LogLevel(name: level.name.description) == level) }
        #expect(LogLevel(name: "loud") == nil)
    }
}
