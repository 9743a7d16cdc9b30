import CJSONScan
import Foundation
import TestSupport
import Testing

/// What a pass over a text found, to be compared.
private struct Found: Equatable {
    var quotes: [UInt32] = []
    var escapes: [UInt32] = []
    var control: Int?
    var broken: Int?
    var copy: [UInt8] = []
}

/// Memory for passes over texts, and the ways that this processor has.
private final class Scanning {
    static let ways: [(name: String, way: cjson_way)] = [
        ("portable", CJSON_PORTABLE), ("AVX2", CJSON_AVX2), ("AVX-512", CJSON_AVX512),
    ].filter { cjson_has($0.way) }

    private static let padding = Int(CJSON_PADDING)
    private let capacity: Int
    private let text: UnsafeMutablePointer<UInt8>
    private let quotes: UnsafeMutablePointer<UInt32>
    private let escapes: UnsafeMutablePointer<UInt32>
    private let blocks: UnsafeMutablePointer<UInt32>

    init(capacity: Int) {
        self.capacity = capacity
        text = .allocate(capacity: capacity + 3 * Self.padding)
        quotes = .allocate(capacity: capacity + Self.padding + 2)
        escapes = .allocate(capacity: capacity + Self.padding)
        blocks = .allocate(capacity: capacity / Self.padding + 3)
    }

    deinit {
        text.deallocate()
        quotes.deallocate()
        escapes.deallocate()
        blocks.deallocate()
    }

    /// Passes over a text; what lay in the memory before must not matter. The copy lies so many bytes after a multiple
    /// of 64.
    func run(_ way: cjson_way, _ source: UnsafeBufferPointer<UInt8>, copyShift: Int) -> Found {
        text.update(repeating: 0xFF, count: source.count + 3 * Self.padding)
        let copy = text + Self.padding + copyShift
        (copy - Self.padding).update(repeating: 0, count: Self.padding)
        quotes.update(repeating: 0xFFFF_FFFF, count: source.count + 2)
        let target = cjson_scan_target(text: copy, quotes: quotes, escapes: escapes, blocks: blocks)
        let result = cjson_scan_by(way, source.baseAddress, source.count, target)
        var found = Found()
        var at = 0
        while quotes[at] != UInt32(source.count) {
            found.quotes.append(quotes[at])
            at += 1
        }
        #expect(quotes[at + 1] == UInt32(source.count), "the end is to be written twice")
        for index in 0..<result.escape_count { found.escapes.append(escapes[index]) }
        found.control = result.control_offset == Int(bitPattern: UInt.max) ? nil : Int(result.control_offset)
        found.broken = result.broken_offset == Int(bitPattern: UInt.max) ? nil : Int(result.broken_offset)
        found.copy = Array(UnsafeBufferPointer(start: copy, count: source.count + Self.padding))
        return found
    }

    /// What every way finds must be what the rules say.
    func check(_ source: [UInt8], shift: Int = 0, copyShift: Int = 0) {
        let expected = Rules.find(source)
        var shifted = [UInt8](repeating: UInt8(ascii: "\""), count: shift) + source
        shifted += [UInt8](repeating: UInt8(ascii: "\\"), count: Self.padding)
        shifted.withUnsafeBufferPointer { buffer in
            let text = UnsafeBufferPointer(rebasing: buffer[shift..<(shift + source.count)])
            for (name, way) in Self.ways where run(way, text, copyShift: copyShift) != expected {
                Issue.record("\(name) differs: \(source.prefix(300)) of \(source.count), shift \(shift), \(copyShift)")
            }
        }
    }
}

/// The same byte by byte, as plainly as it can be said.
private enum Rules {
    static func find(_ text: [UInt8]) -> Found {
        var found = Found()
        var isEscaped = false
        var hasBackslash = false
        var isInside = false
        for (at, byte) in text.enumerated() {
            if isEscaped { found.escapes.append(UInt32(at)) }
            if byte == UInt8(ascii: "\""), !isEscaped {
                found.quotes.append(UInt32(at) | (hasBackslash ? CJSON_ESCAPED : 0))
                isInside.toggle()
                hasBackslash = false
            }
            if byte < 0x20, isInside, found.control == nil { found.control = at }
            if byte == UInt8(ascii: "\\") { hasBackslash = true }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        if isEscaped { found.escapes.append(UInt32(text.count)) }
        found.broken = brokenUTF8(text)
        found.copy = text + [UInt8](repeating: 0, count: Int(CJSON_PADDING))
        return found
    }

    /// RFC 3629, section 4.
    private static func brokenUTF8(_ text: [UInt8]) -> Int? {
        var at = 0
        while at < text.count {
            let second: ClosedRange<UInt8>
            let more: Int
            switch text[at] {
            case 0x00...0x7F: (second, more) = (0...0, 0)
            case 0xC2...0xDF: (second, more) = (0x80...0xBF, 1)
            case 0xE0: (second, more) = (0xA0...0xBF, 2)
            case 0xED: (second, more) = (0x80...0x9F, 2)
            case 0xE1...0xEF: (second, more) = (0x80...0xBF, 2)
            case 0xF0: (second, more) = (0x90...0xBF, 3)
            case 0xF1...0xF3: (second, more) = (0x80...0xBF, 3)
            case 0xF4: (second, more) = (0x80...0x8F, 3)
            default: return at
            }
            for step in 0..<more {
                guard at + 1 + step < text.count else { return at }
                let range = step == 0 ? second : 0x80...0xBF
                if !range.contains(text[at + 1 + step]) { return at }
            }
            at += 1 + more
        }
        return nil
    }
}

@Suite("The ways of the first pass find the same")
struct ScanWaysTests {
    private let scanning = Scanning(capacity: 1 << 20)

    @Test("the portable way is always there, and is not all there is on this kind of processor")
    func ways() {
        #expect(Scanning.ways.first?.name == "portable")
        #if arch(x86_64)
            #expect(Scanning.ways.count > 1, "nothing to compare with: this processor has not even AVX2")
        #endif
    }

    private static let folders = [
        "data/suites/json-parsing", "data/suites/json-schema-2020-12", "data/suites/cel", "bench", "data/codelists",
    ]

    @Test("in every file of the public suites", arguments: folders.filter(SharedData.has))
    func suites(folder: String) throws {
        let root = try #require(SharedData.url(folder))
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where !file.hasDirectoryPath && count < 2_000 {
            let bytes = try Array(Data(contentsOf: file).prefix(1 << 16))
            scanning.check(bytes, shift: count % 64, copyShift: count * 7 % 64)
            count += 1
        }
        #expect(count > 0)
    }

    /// Pieces of which strings are made that a careless pass gets wrong.
    private static let pieces: [[UInt8]] =
        [
            "\"", "\\", "\\\\", "\\\"", "\\u00e9", "a", "{\"name\":", "\u{1}", "\n", "é", "€", "😀", "          ",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xFF], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF],
            [0],
        ]

    @Test("in random strings at every alignment and length")
    func random() {
        var random = SeededGenerator(state: 63)
        for round in 0..<4_000 {
            var text: [UInt8] = []
            let length = round % 259
            let isGood = round % 3 == 0
            while text.count < length {
                text += Self.pieces[Int.random(in: 0..<(isGood ? 13 : Self.pieces.count), using: &random)]
            }
            let cut = Array(text.prefix(length))
            scanning.check(cut, shift: round % 64, copyShift: Int.random(in: 0..<64, using: &random))
        }
        for length in 0...200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            for shift in stride(from: 0, to: 64, by: 9) { scanning.check(bytes, shift: shift, copyShift: 63 - shift) }
        }
    }

    @Test("in runs of backslashes and of quotes over the bounds of blocks")
    func runs() {
        for start in 50..<70 {
            for length in [1, 2, 3, 7, 8, 63, 64, 65, 127, 128, 129] {
                for byte in [UInt8(ascii: "\\"), UInt8(ascii: "\"")] {
                    let before = [UInt8](repeating: UInt8(ascii: "x"), count: start)
                    let run = [UInt8](repeating: byte, count: length)
                    for after in ["", "\"", "n\"", "\\\"x\"", "\u{1}"] {
                        scanning.check(before + run + Array(after.utf8))
                    }
                    scanning.check(Array("\"".utf8) + before + run)
                }
            }
        }
    }

    @Test("in every sequence of two bytes, and in those of more that differ, over the bounds of blocks")
    func sequences() {
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xF0, 0xFF]
        let before = [UInt8](repeating: UInt8(ascii: "x"), count: 62)
        for first in UInt8(0x7F)...0xFF {
            for second in UInt8(0)...0xFF where second >= 0x7E || second % 32 == 0 {
                scanning.check(before + [first, second])
                scanning.check(Array(before.dropFirst()) + [first, second, 0x41])
            }
        }
        for first in UInt8(0xDF)...0xF8 {
            for second in edges {
                for third in edges {
                    scanning.check(before + [first, second, third])
                    for fourth in edges where first >= 0xEF { scanning.check(before + [first, second, third, fourth]) }
                }
            }
        }
    }
}
