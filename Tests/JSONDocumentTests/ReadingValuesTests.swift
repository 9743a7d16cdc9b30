import JSONDocument
import Testing

@Suite("Values of a text")
struct ReadingValuesTests {
    @Test(
        "numbers keep their exact value",
        arguments: [
            ("0", JSONKind.integer, 0.0), ("-0", .integer, 0),
            ("123456789012345678", .integer, 1.2345678901234568e17),
            ("-42", .integer, -42), ("0.5", .double, 0.5), ("-2.5e3", .double, -2500),
            ("0.006999999999999999", .bigNumber, 0.006999999999999999), ("1e22", .double, 1e22),
            ("1e23", .bigNumber, 1e23),
            ("1234567890123456789", .bigNumber, 1.2345678901234568e18), ("1e400", .bigNumber, .infinity),
        ])
    func numbers(text: String, kind: JSONKind, value: Double) throws {
        let document = try JSONDocument(parsing: Array(text.utf8))
        #expect(document.root.kind == kind)
        #expect(document.root.double == value)
    }

    @Test("a whole number beyond eighteen digits is still an integer where it fits")
    func largeInteger() throws {
        let document = try JSONDocument(parsing: Array("[9223372036854775807, 9223372036854775808]".utf8))
        #expect(document.root.elements.map(\.integer) == [Int64.max, nil])
    }

    @Test(
        "strings come without their escapes",
        arguments: [
            ("\"plain\"", "plain"), ("\"a\\n\\t\\\"\\\\\\/\\b\\f\\r\"", "a\n\t\"\\/\u{8}\u{C}\r"),
            ("\"\\u00e9\\uD83D\\uDE00\"", "é😀"), ("\"\"", ""), ("\"日本 🚢\"", "日本 🚢"),
        ])
    func strings(text: String, value: String) throws {
        let document = try JSONDocument(parsing: Array(text.utf8))
        #expect(document.root.string == value)
    }

    @Test("members are found by name, escaped or not, short or long")
    func members() throws {
        let long = String(repeating: "name", count: 20)
        let text = "{\"a\":1,\"\\u0062\":2,\"exactly8\":3,\"sixteen-bytes-ok\":4,\"\(long)\":5}"
        let document = try JSONDocument(parsing: Array(text.utf8))
        let root = document.root
        let found = ["a", "b", "exactly8", "sixteen-bytes-ok", long].map { root[$0]?.integer }
        #expect(found == [1, 2, 3, 4, 5])
        #expect(root["absent"] == nil)
        #expect(root["exactly"] == nil)
        #expect(root.elements.map(\.index) == [])
    }

    @Test("a value knows its bytes, pointer, line and column")
    func places() throws {
        let text = "{\n  \"goods\": [ {\"a/b\": [10, \"x\"] } ,\n  {} ]\n}"
        let document = try JSONDocument(parsing: Array(text.utf8))
        let pointer = try #require(JSONPointer("/goods/0/a~1b/1"))
        let node = try #require(document.root.resolve(pointer))
        #expect(node.string == "x")
        #expect(node.pointer == pointer)
        #expect(node.position == JSONTextPosition(line: 2, column: 27))
        let array = try #require(document.root["goods"])
        let bytes = Array(text.utf8)[array.byteRange]
        #expect(String(decoding: bytes, as: UTF8.self) == "[ {\"a/b\": [10, \"x\"] } ,\n  {} ]")
    }

    @Test(
        "pointers that lead nowhere lead nowhere", arguments: ["/goods/1", "/goods/00", "/goods/-", "/x", "/goods/0/0"])
    func absentPlaces(text: String) throws {
        let document = try JSONDocument(parsing: Array("{\"goods\":[7]}".utf8))
        let pointer = try #require(JSONPointer(text))
        #expect(document.root.resolve(pointer) == nil)
    }

    @Test("text that is no pointer is refused", arguments: ["a", "a/b", "/~", "/~2"])
    func badPointers(text: String) { #expect(JSONPointer(text) == nil) }

    @Test("what the writer writes is read back the same")
    func writer() throws {
        var writer = JSONWriter()
        writer.object {
            $0.member("text", "tab\t quote\" back\\ bell\u{7} é")
            $0.name("list")
            $0.array {
                $0.integer(-7)
                $0.double(0.25)
                $0.double(.infinity)
                $0.bool(true)
                $0.null()
                $0.array { _ in }
            }
            $0.member("last", 3)
        }
        let document = try JSONDocument(parsing: writer.bytes)
        #expect(document.root["text"]?.string == "tab\t quote\" back\\ bell\u{7} é")
        #expect(document.root["list"]?.elements.map(\.kind) == [.integer, .double, .null, .true, .null, .array])
        #expect(document.root["last"]?.integer == 3)
        var copy = JSONWriter()
        copy.value(document.root)
        #expect(copy.bytes == writer.bytes)
    }
}
