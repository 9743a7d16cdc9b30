/// One line of a source and a place in it.
struct SourceLine {
    /// The longest line looked at on either side of the place, in bytes; more is never shown.
    static let bytesAroundMax = 4096

    /// The number of the line, the first being 1.
    let number: Int
    /// The place in Unicode scalars from the line's begin, the first being 1.
    let column: Int
    /// The part of the line that is looked at.
    let bytes: ArraySlice<UInt8>
    /// The place in `bytes`, from their begin.
    let offset: Int

    init(in source: [UInt8], at place: Int) {
        let place = min(max(0, place), source.count)
        let newline = UInt8(ascii: "\n")
        let before = source[..<place]
        let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        let number = before.count { $0 == newline } + 1
        self.init(in: source, lineStart: start, number: number, place: place)
    }

    init(in source: [UInt8], line: Int, column: Int, unit: Snippet.ColumnUnit) {
        var start = 0
        var number = 1
        while number < line, let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) {
            start = end + 1
            number += 1
        }
        let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
        let ahead = max(1, column) - 1
        let bytes = unit == .bytes ? min(ahead, end - start) : Self.byteCount(ofScalars: ahead, in: source[start..<end])
        self.init(in: source, lineStart: start, number: number, place: start + bytes)
    }

    private init(in source: [UInt8], lineStart: Int, number: Int, place: Int) {
        self.number = number
        column = source[lineStart..<place].count { !Self.isContinuation($0) } + 1
        let clippedStart = max(lineStart, place - Self.bytesAroundMax)
        let limit = min(source.count, place + Self.bytesAroundMax)
        var end = source[place..<limit].firstIndex(of: UInt8(ascii: "\n")) ?? limit
        if end > place, source[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        bytes = source[clippedStart..<end]
        offset = place - clippedStart
    }

    static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// The bytes that this many scalars take at the begin of `bytes`.
    static func byteCount(ofScalars count: Int, in bytes: ArraySlice<UInt8>) -> Int {
        var seen = 0
        for (index, byte) in bytes.enumerated() where !isContinuation(byte) {
            if seen == count { return index }
            seen += 1
        }
        return bytes.count
    }
}
