/// What stands in a key file: the ZeroMQ Property Language (RFC 4 of ZeroMQ) as czmq and pyzmq write it.
///
/// Secrets are kept as a place in the text, so that they are decoded straight into guarded memory.
struct KeyFileText {
    /// A value as it stands in the text, without its quotes.
    struct Value {
        var range: Range<Int>
        var line: Int
    }

    private(set) var publicKey: Value?
    private(set) var secretKey: Value?
    private(set) var metadata: [KeyFileMetadata] = []

    /// The most metadata kept.
    static let metadataMax = 32

    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    init(parsing text: UnsafeRawBufferPointer, path: String) throws(KeyFileError) {
        var start = text.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        var section: [UInt8] = []
        var line = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            line += 1
            let content = Self.trim(start..<end, in: text)
            let isIndented = content.lowerBound > start
            start = end + 1
            guard !content.isEmpty, text[content.lowerBound] != UInt8(ascii: "#") else { continue }
            let nameEnd = text[content].firstIndex { $0 == UInt8(ascii: "=") || Self.isBlank($0) } ?? content.upperBound
            let name = Array(text[content.lowerBound..<nameEnd])
            if isIndented {
                let rest = Self.trim(nameEnd..<content.upperBound, in: text)
                let value = try Self.value(rest, in: text, line: line, path: path)
                try keep(value, name: name, section: section, text: text, path: path)
            } else {
                section = name
            }
        }
    }

    private mutating func keep(
        _ value: Value, name: [UInt8], section: [UInt8], text: UnsafeRawBufferPointer, path: String
    ) throws(KeyFileError) {
        if section.elementsEqual("metadata".utf8) {
            guard metadata.count < Self.metadataMax else {
                throw KeyFileError(
                    .malformed, path: path, line: value.line, "more than \(Self.metadataMax) lines of metadata")
            }
            let content = String(decoding: text[value.range], as: UTF8.self)
            metadata.append(KeyFileMetadata(name: String(decoding: name, as: UTF8.self), value: content))
        } else if section.elementsEqual("curve".utf8) {
            let isPublic = name.elementsEqual("public-key".utf8)
            guard isPublic || name.elementsEqual("secret-key".utf8) else { return }
            guard (isPublic ? publicKey : secretKey) == nil else {
                throw KeyFileError(
                    .malformed, path: path, line: value.line,
                    "a second \(isPublic ? "public-key" : "secret-key"); a key file holds one pair")
            }
            if isPublic { publicKey = value } else { secretKey = value }
        }
    }

    /// What follows a name: `=` and the value, in quotes or up to the end or a `#`.
    private static func value(
        _ rest: Range<Int>, in text: UnsafeRawBufferPointer, line: Int, path: String
    ) throws(KeyFileError) -> Value {
        guard let first = rest.first, text[first] == UInt8(ascii: "=") else {
            throw KeyFileError(.malformed, path: path, line: line, "expected: name = \"value\"")
        }
        let content = trim(first + 1..<rest.upperBound, in: text)
        guard let opening = content.first else { return Value(range: content, line: line) }
        let quote = text[opening]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let comment = text[content].firstIndex(of: UInt8(ascii: "#")) ?? content.upperBound
            return Value(range: trim(content.lowerBound..<comment, in: text), line: line)
        }
        guard let closing = text[(opening + 1)..<content.upperBound].firstIndex(of: quote) else {
            throw KeyFileError(.malformed, path: path, line: line, "the quote is not closed; is the file cut short?")
        }
        let after = trim(closing + 1..<content.upperBound, in: text)
        guard after.isEmpty || text[after.lowerBound] == UInt8(ascii: "#") else {
            throw KeyFileError(.malformed, path: path, line: line, "expected nothing after the closing quote")
        }
        return Value(range: opening + 1..<closing, line: line)
    }

    private static func trim(_ range: Range<Int>, in text: UnsafeRawBufferPointer) -> Range<Int> {
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isBlank(text[lower]) { lower += 1 }
        while upper > lower, isBlank(text[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

/// One line of a key file's metadata.
public struct KeyFileMetadata: Equatable, Sendable {
    /// The name, before the equals sign.
    public var name: String
    /// The value, without quotes.
    public var value: String

    /// A line of metadata.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
