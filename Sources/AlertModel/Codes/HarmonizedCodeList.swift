/// A list of Harmonized System codes that the operator installed: CSV with a column `hscode`.
///
/// Codes of 2, 4 and 6 digits are each listed for themselves. Kept as bits, one for each possible code.
public struct HarmonizedCodeList: Sendable {
    /// The number of codes listed.
    public let count: Int
    private let chapters: [UInt64]
    private let headings: [UInt64]
    private let subheadings: [UInt64]

    private static let column = "hscode"
    private static let total = "TOTAL"

    /// Reads a list. `source` names it in errors. Rows of the code `TOTAL` are passed over.
    public init(csv: [UInt8], source: String) throws(CodeListError) {
        var rows = CSVRows(csv)
        guard let header = rows.next(), let column = header.firstIndex(of: Self.column) else {
            throw CodeListError(source: source, line: 1, reason: "the first line must name a column \(Self.column)")
        }
        var bits = [
            [UInt64](repeating: 0, count: 2), [UInt64](repeating: 0, count: 157), [UInt64](repeating: 0, count: 15_625),
        ]
        var count = 0
        while let row = rows.next() {
            guard column < row.count else {
                throw CodeListError(source: source, line: rows.line, reason: "the row has no column \(Self.column)")
            }
            if row[column] == Self.total { continue }
            let digits = Array(row[column].utf8)
            guard digits.withUnsafeBytes({ HarmonizedCode.hasShape($0) }), let code = Int(row[column]) else {
                throw CodeListError(source: source, line: rows.line, reason: "a code must be 2, 4 or 6 digits")
            }
            bits[digits.count / 2 - 1][code >> 6] |= 1 << UInt64(code & 63)
            count += 1
        }
        guard count > 0 else { throw CodeListError(source: source, reason: "the list holds no codes") }
        self.count = count
        (chapters, headings, subheadings) = (bits[0], bits[1], bits[2])
    }

    /// Whether a code of the right shape is listed.
    public func contains(_ text: UnsafeRawBufferPointer) -> Bool {
        var code = 0
        for byte in text { code = code &* 10 &+ ASCII.digit(byte) }
        let mask: UInt64 = 1 << UInt64(code & 63)
        switch text.count {
        case 2: return chapters[code >> 6] & mask != 0
        case 4: return headings[code >> 6] & mask != 0
        case 6: return subheadings[code >> 6] & mask != 0
        default: return false
        }
    }
}

/// The rows of a CSV text (RFC 4180): fields may be quoted, quotes within them doubled.
struct CSVRows {
    private let bytes: [UInt8]
    private var at = 0
    private var nextLine = 1
    /// The line on which the row read last begins, from 1.
    private(set) var line = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, as spreadsheet programs write it, is no part of the first name.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// The fields of the next row that is not empty, nil at the end.
    mutating func next() -> [String]? {
        while at < bytes.count {
            line = nextLine
            let row = readRow()
            if row != [""] { return row }
        }
        return nil
    }

    private mutating func readRow() -> [String] {
        var row: [String] = []
        while true {
            row.append(readField())
            guard at < bytes.count else { return row }
            let separator = bytes[at]
            at += 1
            if separator == UInt8(ascii: "\n") {
                nextLine += 1
                return row
            }
        }
    }

    private mutating func readField() -> String {
        var field: [UInt8] = []
        var isQuoted = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                if isQuoted, at + 1 < bytes.count, bytes[at + 1] == byte {
                    field.append(byte)
                    at += 1
                } else {
                    isQuoted.toggle()
                }
            } else if !isQuoted, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") {
                break
            } else if byte != UInt8(ascii: "\r") {
                if byte == UInt8(ascii: "\n") { nextLine += 1 }
                field.append(byte)
            }
            at += 1
        }
        return String(decoding: field, as: UTF8.self)
    }
}
