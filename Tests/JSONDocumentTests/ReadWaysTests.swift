import CJSONScan
import Foundation
import TestSupport
import Testing

@testable import JSONDocument

/// Both passes in one way over texts, beside what `JSONScanner` makes of them.
private final class Reading {
    static let ways: [(name: String, way: cjson_way)] = [
        ("portable", CJSON_PORTABLE), ("AVX2", CJSON_AVX2), ("AVX-512", CJSON_AVX512),
    ].filter { cjson_has($0.way) }

    private static let padding = Int(CJSON_PADDING)
    private let text: UnsafeMutablePointer<UInt8>
    private let quotes: UnsafeMutablePointer<UInt32>
    private let escapes: UnsafeMutablePointer<UInt32>
    private let blocks: UnsafeMutablePointer<UInt32>
    private let nodes: UnsafeMutablePointer<cjson_node>
    private let kinds: UnsafeMutablePointer<UInt8>
    private let limits: JSONLimits
    private var thorough: JSONDocument
    private var document: JSONDocument

    init(capacity: Int, limits: JSONLimits = JSONLimits(bytesMax: JSONLimits.bytesMaxCeiling)) {
        text = .allocate(capacity: capacity + 2 * Self.padding)
        text.initialize(repeating: 0, count: capacity + 2 * Self.padding)
        quotes = .allocate(capacity: capacity + Self.padding + 2)
        escapes = .allocate(capacity: capacity + Self.padding)
        blocks = .allocate(capacity: capacity / Self.padding + 3)
        nodes = .allocate(capacity: capacity / 2 + 68)
        kinds = .allocate(capacity: capacity / 2 + 68)
        self.limits = limits
        thorough = JSONDocument(limits: limits, readsThoroughly: true)
        document = JSONDocument(limits: limits)
    }

    deinit {
        text.deallocate()
        quotes.deallocate()
        escapes.deallocate()
        blocks.deallocate()
        nodes.deallocate()
        kinds.deallocate()
    }

    /// How many nodes a way reads, 0 where it leaves a text to others.
    private func read(_ way: cjson_way, _ source: [UInt8]) -> Int {
        let target = cjson_scan_target(text: text + Self.padding, quotes: quotes, escapes: escapes, blocks: blocks)
        _ = source.withUnsafeBufferPointer { cjson_scan_by(way, $0.baseAddress, $0.count, target) }
        var readable = cjson_source(
            text: text + Self.padding, length: source.count, quotes: quotes, nodes: nodes, kinds: kinds,
            seed_low: JSONKeyHash.shared.seedLow, seed_high: JSONKeyHash.shared.seedHigh, depth_max: limits.depthMax,
            allows_repeated_names: limits.allowsRepeatedNames)
        return cjson_read_by(way, &readable)
    }

    private func isSame(_ tape: JSONTape, _ count: Int) -> Bool {
        guard tape.count == count else { return false }
        return (0..<count).allSatisfy { index in
            let (one, other) = (tape.nodes[index], nodes[index])
            return one.offset == other.offset && one.length == other.length && one.payload == other.payload
                && tape.kinds[index] == kinds[index]
        }
    }

    /// Every way must read what the thorough one reads, or leave it; `isUsual` texts must not be left.
    func check(_ source: [UInt8], isUsual: Bool = false) {
        var refusal: JSONSyntaxError?
        do throws(JSONSyntaxError) { try thorough.parse(source) } catch { refusal = error }
        let ofStrings: [JSONSyntaxError.Code] = [.controlCharacter, .invalidUTF8, .invalidEscape, .loneSurrogate]
        for (name, way) in Self.ways {
            let count = read(way, source)
            // What is wrong in strings is none of the second pass's business.
            if let refusal, count > 0, ofStrings.contains(refusal.code) { continue }
            if count == 0 ? isUsual : !isSame(thorough.tape, count) {
                Issue.record("\(name) differs: \(String(decoding: source.prefix(200), as: UTF8.self))")
            }
        }
        var second: JSONSyntaxError?
        do throws(JSONSyntaxError) { try document.parse(source) } catch { second = error }
        #expect(second?.code == refusal?.code && second?.byteOffset == refusal?.byteOffset)
        #expect(document.tape.count == thorough.tape.count)
    }

    func check(_ text: String, isUsual: Bool = false) { check(Array(text.utf8), isUsual: isUsual) }
}

@Suite("The ways of the second pass read the same")
struct ReadWaysTests {
    private let reading = Reading(capacity: 1 << 20)

    private static let folders = [
        "data/suites/json-parsing", "data/suites/json-schema-2020-12", "bench", "data/codelists",
    ]

    @Test("every file of the public suites", arguments: folders.filter(SharedData.has))
    func suites(folder: String) throws {
        let root = try #require(SharedData.url(folder))
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where !file.hasDirectoryPath && count < 1_000 {
            let bytes = try Data(contentsOf: file)
            if bytes.count < 1 << 17 { reading.check(Array(bytes)) }
            count += 1
        }
        #expect(count > 0)
    }

    @Test("names and strings of every length, with an escape or a letter beyond ASCII at every place")
    func lengths() {
        for length in 0...40 {
            let plain = String(repeating: "n", count: length)
            for text in ["{\"\(plain)\":\"\(plain)\"}", "[\"\(plain)\"]", "{\"\(plain)\" : \"\(plain)\" , \"x\" : 1}"] {
                reading.check(text, isUsual: true)
            }
            for place in 0..<length {
                for piece in ["é", "\\n", "\\\"", "\\u00e9"] {
                    let text = plain.prefix(place) + piece + plain.dropFirst(place + 1)
                    reading.check("{\"\(plain)\":\"\(text)\",\"last\":true}", isUsual: true)
                    reading.check("{\"\(text)\":\"\(plain)\",\"last\":[null,\"\(text)\"]}", isUsual: piece == "é")
                }
            }
        }
    }

    @Test("names that stand twice, and names that differ in one letter")
    func names() {
        for length in [1, 7, 8, 9, 15, 16, 17, 24, 25, 40] {
            let name = String(repeating: "a", count: length)
            reading.check("{\"\(name)\":1,\"b\":{},\"\(name)\":2}")
            for place in 0..<length {
                let other = name.prefix(place) + "b" + name.dropFirst(place + 1)
                reading.check("{\"\(name)\":1,\"\(other)\":{\"\(name)\":2,\"\(other)\":3}}", isUsual: true)
                reading.check("{\"\(name)\":1,\"\(other)\":{\"\(name)\":2},\"\(other)\":3}")
            }
        }
        for count in [1, 31, 32, 33, 63, 64, 65, 200] {
            let members = (0..<count).map { "\"name\($0)\":[{\"name\($0)\":\($0)}]" }
            reading.check("{\(members.joined(separator: ","))}", isUsual: count <= 64)
            for twice in [0, count / 2, count - 1] {
                reading.check("{\((members + [members[twice]]).joined(separator: ", "))}")
            }
        }
        let lenient = Reading(
            capacity: 1 << 16, limits: JSONLimits(depthMax: 5, allowsRepeatedNames: true))
        lenient.check("{\"a\":1,\"a\":2,\"a\":{\"a\":3,\"a\":4}}", isUsual: true)
        lenient.check(String(repeating: "[", count: 5) + String(repeating: "]", count: 5), isUsual: true)
        lenient.check(String(repeating: "[", count: 6) + String(repeating: "]", count: 6))
    }

    @Test("numbers of every form, at the end of the text and within it")
    func numbers() {
        let wholes = ["0", "7", "10", "1234567", "12345678", "123456789", "123456789012345678", "1234567890123456789"]
        let fractions = ["", ".0", ".5", ".1234567", ".12345678", ".123456789", ".1234567890123456", ".", ".x"]
        let exponents = ["", "e1", "E+5", "e-22", "e-23", "e22", "e400", "e", "e+", "e99999999999999999999"]
        for whole in wholes + ["", "00", "01", "+1", "a", "1a", "9:", "/1"] {
            for fraction in fractions {
                for exponent in exponents {
                    for sign in ["", "-"] {
                        let number = sign + whole + fraction + exponent
                        reading.check(number)
                        reading.check("[\(number),{\"value\":\(number)}]")
                        reading.check("{\"value\": \(number) }")
                    }
                }
            }
        }
    }

    /// Pieces of which texts are made that are JSON now and then.
    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"a\"", "\"b\":", "\"\\\"\"", "\"", "1", "-2.5", "true", "false", "null", " ",
        "\n",
        "{\"a\":", ",\"c\":", "[\"x\",\"y\"]", "{}", "[]", "\\", "\\\"", "tru", "\u{1}", "é",
    ]

    @Test("random texts")
    func random() {
        var random = SeededGenerator(state: 77)
        for round in 0..<30_000 {
            var text = round % 2 == 0 ? "{\"a\":" : "["
            for _ in 0..<(round % 24) {
                text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            }
            reading.check(text + (round % 2 == 0 ? "}" : "]"))
        }
    }

    @Test("texts that are cut off anywhere")
    func cuts() {
        let text = Array(
            "{\"name\":\"value\",\"list\" : [1, -2.5e3, \"\\u00e9\", {\"deep\":[[[]]]}, true, false, null],\"é\":{}} "
                .utf8)
        for end in 0...text.count {
            reading.check(Array(text[..<end]))
            for last in "\"}],:\\\0".utf8 { reading.check(Array(text[..<end]) + [last]) }
        }
    }

    @Test("escapes are right that the rules name, and no others, wherever they stand")
    func escapes() {
        func isRead(_ text: [UInt8]) -> Bool {
            var document = JSONDocument()
            return (try? document.parse(text)) != nil
        }
        let hexadecimal = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8(0x20)...0x7F {
            let isLetter = "\"\\/bfnrt".utf8.contains(byte)
            #expect(isRead(Array("[\"a\\".utf8) + [byte] + Array("\"]".utf8)) == isLetter)
            for place in 0..<4 {
                var digits = Array("00e9".utf8)
                digits[place] = byte
                let text = Array("[\"\\n \\u".utf8) + digits + Array("\"]".utf8)
                #expect(isRead(text) == hexadecimal.contains(byte), "\(byte) at \(place)")
            }
        }
        for unit in stride(from: 0, through: 0xFFFF, by: 0x80) {
            let digits = String(unit, radix: 16)
            let text = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            let isLow = (0xDC00...0xDFFF).contains(unit)
            let isHigh = (0xD800...0xDBFF).contains(unit)
            #expect(isRead(Array("\"\(text)\"".utf8)) == (!isLow && !isHigh))
            #expect(isRead(Array("\"\(text)\\udc00\"".utf8)) == isHigh)
            #expect(isRead(Array("\"\\ud800\(text)\"".utf8)) == isLow)
        }
    }
}
