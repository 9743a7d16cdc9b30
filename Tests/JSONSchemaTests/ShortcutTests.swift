import JSONDocument
import JSONSchema
import TestSupport
import Testing

/// What the judge compares in whole words: names, patterns, runs and lengths, at the bounds of words.
@Suite("Comparisons by whole words")
struct ShortcutTests {
    private static let lengths = [1, 2, 6, 7, 8, 9, 14, 15, 16, 17, 18, 23, 24, 25, 31, 32, 33, 64]

    /// A text as a JSON string, one of its characters as an escape.
    private func quoted(_ text: String, escaping place: Int? = nil) -> String {
        var result = ""
        for (at, scalar) in text.unicodeScalars.enumerated() {
            if at == place || scalar == "\"" || scalar == "\\" || scalar.value < 0x20 {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(result)\""
    }

    @Test("a name is the one that the schema has, or another", arguments: lengths)
    func names(length: Int) throws {
        let name = String("abcdefghijklmnopqrstuvwxyz".flatMap { "\($0)\($0)\($0)" }.prefix(length))
        let schema = try Judging.schema(
            "{\"properties\": {\"\(name)\": {\"type\": \"integer\"}, \"other\": true}, \"additionalProperties\": false}"
        )
        #expect(try Judging.isValid("{\"\(name)\": 1}", schema))
        #expect(try !Judging.isValid("{\"\(name)\": \"x\"}", schema))
        for place in 0..<length {
            var other = Array(name.unicodeScalars)
            #expect(try Judging.isValid("{\(quoted(name, escaping: place)): 1}", schema))
            #expect(try !Judging.isValid("{\(quoted(name, escaping: place)): null}", schema))
            other[place] = "X"
            #expect(try !Judging.isValid("{\(quoted(String(String.UnicodeScalarView(other)))): 1}", schema))
            other[place] = "\""
            #expect(try !Judging.isValid("{\(quoted(String(String.UnicodeScalarView(other)))): 1}", schema))
        }
        #expect(try !Judging.isValid("{\"\(name)x\": 1}", schema))
        #expect(try !Judging.isValid("{\"\(name.dropLast())\": 1}", schema))
    }

    @Test(
        "a name of characters that a text writes with escapes is found",
        arguments: [
            "a\"", "a\\", "\\", "\"", "\n", "a\\\"", "seven\\7\"", "a name of sixteen bytes and more\\", "é\"", "",
        ])
    func escapedNames(name: String) throws {
        let schema = try Judging.schema(
            "{\"properties\": {\(quoted(name)): {\"const\": 1}}, \"required\": [\(quoted(name))], "
                + "\"additionalProperties\": false}")
        #expect(try Judging.isValid("{\(quoted(name)): 1}", schema))
        #expect(try !Judging.isValid("{\(quoted(name)): 2}", schema))
        #expect(try !Judging.isValid("{\(quoted(name + "\"")): 1}", schema))
        #expect(try !Judging.isValid("{\(quoted(name + "\\")): 1}", schema))
        #expect(try !Judging.isValid("{}", schema))
    }

    @Test(
        "patterns of several lengths take each of them and no other",
        arguments: [
            ("^[0-9]{4}([.][0-9]{2}){0,2}$", [4, 7, 10]), ("^[A-Z]{15,17}$", [15, 16, 17]),
            ("^([a-z]|[A-Z]{2}|[0-9]{16})$", [1, 2, 16]), ("^x?$", [0, 1]), ("^[A-Z0-9]{2}[0-9]{1,4}$", [3, 4, 5, 6]),
            ("^[0-9]{1,4}[NSEW]?$", [1, 2, 3, 4, 5]), ("^(a|b{2}){1,2}$", [1, 2, 3, 4]),
            ("^[a-c]{2,16}$", Array(2...16)),
        ])
    func patternLengths(pattern: String, lengths: [Int]) throws {
        let schema = try Judging.schema("{\"items\": {\"pattern\": \"\(pattern)\"}}")
        let expression = try Regex(pattern)
        var random = SeededGenerator(state: 5)
        let letters = Array("0123456789.ABXZabcxNSEW")
        var taken = Set<Int>()
        for length in 0...18 {
            for letter in letters {
                var text = String(repeating: letter, count: length)
                check(text)
                for _ in 0..<2 where length > 0 {
                    text = String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] })
                    check(text)
                }
            }
        }
        func check(_ text: String) {
            let isMatch = text.wholeMatch(of: expression) != nil
            if isMatch { taken.insert(text.count) }
            for place in [nil, text.count - 1] {
                let document = "[\(quoted(text, escaping: place))]"
                #expect((try? Judging.isValid(document, schema)) == isMatch, "\(pattern) \(document)")
            }
        }
        #expect(!taken.isEmpty && taken.isSubset(of: Set(lengths)))
        #expect(!(try Judging.isValid("[\"é\"]", schema)))
        if pattern.contains(".") { #expect(try Judging.isValid("[\"0803.90\", \"0803\", \"0803.90.11\"]", schema)) }
    }

    @Test("runs of one class are looked at to their ends", arguments: lengths)
    func runs(length: Int) throws {
        let schema = try Judging.schema("{\"items\": {\"pattern\": \"^[a-z0-9-]{1,40}$\"}}")
        let text = String(repeating: "a", count: length)
        #expect(try Judging.isValid("[\"\(text)\"]", schema) == (length <= 40))
        for place in 0..<length {
            for wrong in ["A", "é", "\\n", "\\u00e9", "`", "{"] {
                let other = text.prefix(place) + wrong + text.dropFirst(place + 1)
                #expect(try !Judging.isValid("[\"\(other)\"]", schema))
            }
            #expect(try Judging.isValid("[\(quoted(text, escaping: place))]", schema) == (length <= 40))
        }
    }

    @Test("lengths count code points, however they are written")
    func codePoints() throws {
        let pieces = ["a", "é", "€", "😀", "\\n", "\\u00e9", "\\ud83d\\ude00"]
        for least in 0...5 {
            let schema = try Judging.schema("{\"items\": {\"minLength\": \(least), \"maxLength\": \(least + 2)}}")
            for count in 0...9 {
                for piece in pieces {
                    let text = "[\"\(String(repeating: piece, count: count))\"]"
                    #expect(try Judging.isValid(text, schema) == (count >= least && count <= least + 2), "\(text)")
                }
            }
        }
    }
}
