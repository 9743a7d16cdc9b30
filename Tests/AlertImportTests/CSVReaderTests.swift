import Testing

@testable import AlertImport

@Suite struct CSVReaderTests {
    private static func read(_ text: String, separator: Character = ";") -> [String] {
        read(Array(text.utf8), separator: separator)
    }

    /// Every row as `line:field|field`, every fault as `line!fault`.
    private static func read(_ bytes: [UInt8], separator: Character = ";") -> [String] {
        var reader = CSVReader(bytes, separator: separator.asciiValue ?? 0)
        var rows: [String] = []
        while true {
            switch reader.next() {
            case .end: return rows
            case .fault(let fault): rows.append("\(reader.row.line)!\(fault.rawValue)")
            case .row:
                let fields = (0..<reader.row.count).map { reader.row.text($0) ?? "(encoding)" }
                rows.append("\(reader.row.line):" + fields.joined(separator: "|"))
            }
        }
    }

    @Test(
        "rows are read as RFC 4180 has them",
        arguments: [
            ("a;b\n1;2\n", ["1:a|b", "2:1|2"]),
            ("a;b\r\n1;2\r\n", ["1:a|b", "2:1|2"]),
            ("a;b\n1;2", ["1:a|b", "2:1|2"]),
            ("\u{FEFF}a;b\n", ["1:a|b"]),
            ("\"a;b\";c\n", ["1:a;b|c"]),
            ("\"a\nb\";c\nd;e\n", ["1:a\nb|c", "3:d|e"]),
            ("\"say \"\"no\"\"\";\"\"\n", ["1:say \"no\"|"]),
            (";;\n", ["1:||"]),
            ("a\n\nb\n", ["1:a", "2:", "3:b"]),
            ("a;b\r", ["1:a|b"]),
            ("a\rb;c\n", ["1:a\rb|c"]),
            ("", []),
        ])
    func wellFormed(text: String, rows: [String]) {
        #expect(Self.read(text) == rows)
    }

    @Test("another separator may be chosen")
    func separators() {
        #expect(Self.read("a,b;c\n", separator: ",") == ["1:a|b;c"])
        #expect(Self.read("a\tb\n", separator: "\t") == ["1:a|b"])
    }

    @Test(
        "a row that cannot be read is reported with its line, and reading goes on behind it",
        arguments: [
            ("a;b\nx\"y;c\nd;e\n", ["1:a|b", "2!misplaced-quote", "3:d|e"]),
            ("\"a\"b;c\nd;e\n", ["1!misplaced-quote", "2:d|e"]),
            ("a;b\n\"never closed;c\nd;e\n", ["1:a|b", "2!unterminated-quote"]),
        ])
    func malformed(text: String, rows: [String]) {
        #expect(Self.read(text) == rows)
    }

    @Test("what is not UTF-8 is told")
    func encoding() {
        #expect(Self.read([0x61, 0x3B, 0xE9, 0x0A]) == ["1:a|(encoding)"])
    }

    @Test("fields, rows and their number are bounded")
    func bounds() {
        let long = String(repeating: "x", count: ImportLimits.fieldBytesMax + 1)
        #expect(Self.read("\(long);b\nc;d\n") == ["1!field-too-long", "2:c|d"])
        #expect(Self.read("\"\(long)\";b\nc;d\n").first == "1!field-too-long")
        let many = String(repeating: ";", count: ImportLimits.fieldsMax + 1)
        #expect(Self.read("\(many)\nc;d\n") == ["1!too-many-fields", "2:c|d"])
        let field = String(repeating: "y", count: ImportLimits.fieldBytesMax) + ";"
        let row = String(repeating: field, count: ImportLimits.rowBytesMax / ImportLimits.fieldBytesMax + 1)
        #expect(Self.read("\(row)\nc;d\n") == ["1!row-too-long", "2:c|d"])
    }

    @Test("quotes without an end cost no more than their length", .timeLimit(.minutes(1)))
    func hostileQuotes() {
        let text = String(repeating: "\"\n", count: 400_000)
        #expect(!Self.read(text).isEmpty)
        let other = String(repeating: "a\"", count: 400_000)
        #expect(Self.read(other) == ["1!misplaced-quote"])
    }
}
