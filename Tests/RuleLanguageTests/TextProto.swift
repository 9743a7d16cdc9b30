/// A message in the text format of protocol buffers, as far as the conformance suite of CEL uses it: fields in the
/// order of the text, repeated ones several times.
indirect enum TextProto {
    /// A string's bytes.
    case bytes([UInt8])
    /// A number, a boolean or the name of an enumeration's value.
    case word(String)
    case message([(name: String, value: TextProto)])

    /// The values of a field.
    subscript(name: String) -> [TextProto] {
        guard case .message(let fields) = self else { return [] }
        return fields.filter { $0.name == name }.map(\.value)
    }

    var fields: [(name: String, value: TextProto)] {
        if case .message(let fields) = self { fields } else { [] }
    }

    var contents: [UInt8] { if case .bytes(let bytes) = self { bytes } else { [] } }
    var string: String { String(decoding: contents, as: UTF8.self) }
    var word: String { if case .word(let word) = self { word } else { "" } }
}

/// Reads the text format.
struct TextProtoReader {
    struct Malformed: Error { let offset: Int }

    private let text: [UInt8]
    private var at = 0

    static func read(_ text: [UInt8]) throws -> TextProto {
        var reader = TextProtoReader(text: text)
        let message = try reader.message(until: nil)
        guard reader.at == text.count else { throw Malformed(offset: reader.at) }
        return message
    }

    private init(text: [UInt8]) { self.text = text }

    private mutating func skipBlanks() {
        while at < text.count {
            if text[at] == UInt8(ascii: "#") {
                while at < text.count, text[at] != 0x0A { at += 1 }
            } else if text[at] <= 0x20 {
                at += 1
            } else {
                return
            }
        }
    }

    private mutating func take(_ character: Character) -> Bool {
        skipBlanks()
        guard at < text.count, text[at] == character.asciiValue else { return false }
        at += 1
        return true
    }

    private mutating func message(until end: Character?) throws -> TextProto {
        var fields: [(name: String, value: TextProto)] = []
        while true {
            skipBlanks()
            if let end, take(end) { return .message(fields) }
            if at == text.count, end == nil { return .message(fields) }
            let name = try word()
            let hasColon = take(":")
            if take("[") {
                while !take("]") {
                    fields.append((name, try value(hasColon: hasColon)))
                    _ = take(",")
                }
            } else {
                fields.append((name, try value(hasColon: hasColon)))
            }
            _ = take(",") || take(";")
        }
    }

    private mutating func value(hasColon: Bool) throws -> TextProto {
        if take("{") { return try message(until: "}") }
        if take("<") { return try message(until: ">") }
        guard hasColon, at < text.count else { throw Malformed(offset: at) }
        guard text[at] == UInt8(ascii: "'") || text[at] == UInt8(ascii: "\"") else { return .word(try word()) }
        var bytes: [UInt8] = []
        while at < text.count, text[at] == UInt8(ascii: "'") || text[at] == UInt8(ascii: "\"") {
            bytes += try string()
            skipBlanks()
        }
        return .bytes(bytes)
    }

    private mutating func word() throws -> String {
        skipBlanks()
        let start = at
        if take("[") {
            while !take("]") { at += 1 }
        } else {
            while at < text.count, !" \t\r\n:{}[]<>,;#\"'".utf8.contains(text[at]) { at += 1 }
        }
        guard at > start else { throw Malformed(offset: at) }
        return String(decoding: text[start..<at], as: UTF8.self)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
    ]

    private mutating func string() throws -> [UInt8] {
        let quote = text[at]
        var bytes: [UInt8] = []
        at += 1
        while at < text.count, text[at] != quote {
            guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else {
                bytes.append(text[at])
                at += 1
                continue
            }
            let letter = text[at + 1]
            at += 2
            switch letter {
            case UInt8(ascii: "x"), UInt8(ascii: "X"): bytes.append(UInt8(truncatingIfNeeded: number(2, radix: 16)))
            case UInt8(ascii: "u"): append(number(4, radix: 16), to: &bytes)
            case UInt8(ascii: "U"): append(number(8, radix: 16), to: &bytes)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                at -= 1
                bytes.append(UInt8(truncatingIfNeeded: number(3, radix: 8)))
            default: bytes.append(Self.escapes[letter] ?? letter)
            }
        }
        guard at < text.count else { throw Malformed(offset: at) }
        at += 1
        return bytes
    }

    private func append(_ value: Int, to bytes: inout [UInt8]) {
        if let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init) {
            bytes += Array(String(Character(scalar)).utf8)
        }
    }

    /// At most that many digits.
    private mutating func number(_ digits: Int, radix: Int) -> Int {
        var value = 0
        var count = 0
        while count < digits, at < text.count,
            let digit = Int(String(decoding: [text[at]], as: UTF8.self), radix: radix)
        {
            value = value * radix + digit
            at += 1
            count += 1
        }
        return value
    }
}
