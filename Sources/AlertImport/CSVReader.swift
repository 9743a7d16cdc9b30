/// Reads comma-separated values (RFC 4180) row by row, with any separator of one byte.
///
/// Understands quotes, line ends within quotes, LF and CRLF and a byte order mark. Goes through the bytes once: a row
/// that cannot be read is reported, and reading goes on behind its end.
struct CSVReader {
    /// One row, in memory that the next one takes over.
    struct Row {
        /// The line on which it begins, from 1.
        fileprivate(set) var line = 1
        /// The bytes of all fields, without quotes, each followed by a unit separator.
        fileprivate(set) var bytes: [UInt8] = []
        fileprivate(set) var ends: [Int] = []

        /// How many fields it has.
        var count: Int { ends.count }

        /// Whether it is an empty line.
        var isBlank: Bool { ends.count == 1 && ends[0] == 0 }

        /// The bytes of a field.
        func bytes(_ index: Int) -> ArraySlice<UInt8> {
            bytes[(index == 0 ? 0 : ends[index - 1] + 1)..<ends[index]]
        }

        /// The text of a field; nil where it is not UTF-8.
        func text(_ index: Int) -> String? { String(validating: bytes(index), as: UTF8.self) }
    }

    /// What came of a row.
    enum Outcome {
        /// `row` holds it.
        case row
        /// It cannot be read; `row` says on which line it begins.
        case fault(CSVFault)
        /// There are no more.
        case end
    }

    private static let unitSeparator: UInt8 = 0x1F

    private let bytes: [UInt8]
    private let separator: UInt8
    private var at = 0
    private var line = 1

    /// The row read last.
    private(set) var row = Row()

    /// A reader at the beginning of `bytes`.
    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// How many bytes were read so far.
    var bytesRead: Int { at }

    /// Reads the next row.
    mutating func next() -> Outcome {
        guard at < bytes.count else { return .end }
        row.line = line
        row.bytes.removeAll(keepingCapacity: true)
        row.ends.removeAll(keepingCapacity: true)
        do throws(CSVFault) {
            while try readField() {
                guard row.ends.count < ImportLimits.fieldsMax else { throw .tooManyFields }
            }
            return .row
        } catch {
            skipLine()
            return .fault(error)
        }
    }

    /// Reads one field; true where another follows in the row.
    private mutating func readField() throws(CSVFault) -> Bool {
        let start = row.bytes.count
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
            try readQuoted(start)
        } else {
            try readPlain(start)
        }
        row.ends.append(row.bytes.count)
        row.bytes.append(Self.unitSeparator)
        guard row.bytes.count <= ImportLimits.rowBytesMax else { throw .rowTooLong }
        guard at < bytes.count else { return false }
        if bytes[at] == separator {
            at += 1
            return true
        }
        endLine()
        return false
    }

    private mutating func readPlain(_ start: Int) throws(CSVFault) {
        let first = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == separator || byte == UInt8(ascii: "\n") || isCarriageReturn(at) { break }
            if byte == UInt8(ascii: "\"") { throw .misplacedQuote }
            at += 1
        }
        guard at - first <= ImportLimits.fieldBytesMax else { throw .fieldTooLong }
        row.bytes.append(contentsOf: bytes[first..<at])
    }

    private mutating func readQuoted(_ start: Int) throws(CSVFault) {
        at += 1
        while true {
            guard at < bytes.count else { throw .unterminatedQuote }
            guard row.bytes.count - start <= ImportLimits.fieldBytesMax else { throw .fieldTooLong }
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
                at += 1
            } else if byte == UInt8(ascii: "\n") {
                line += 1
            }
            row.bytes.append(byte)
        }
        guard at == bytes.count || bytes[at] == separator || bytes[at] == UInt8(ascii: "\n") || isCarriageReturn(at)
        else { throw .misplacedQuote }
    }

    /// Whether a carriage return stands there that belongs to a line end, or ends the file.
    private func isCarriageReturn(_ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "\r") else { return false }
        return index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "\n")
    }

    private mutating func endLine() {
        if bytes[at] == UInt8(ascii: "\r") { at += 1 }
        if at < bytes.count { at += 1 }
        line += 1
    }

    /// Goes on behind the next line end, from where reading stopped: never back, so that the whole stays linear.
    private mutating func skipLine() {
        while at < bytes.count {
            at += 1
            guard bytes[at - 1] != UInt8(ascii: "\n") else {
                line += 1
                return
            }
        }
    }
}
