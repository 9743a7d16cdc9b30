/// A place in a text, as editors count: lines and columns from 1, columns in Unicode code points.
public struct JSONTextPosition: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in code points.
    public let column: Int

    /// A place by its numbers.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte; offsets past the end mean the end. Linear in the offset.
    public init(ofByte offset: Int, in text: UnsafeRawBufferPointer) {
        let count = max(0, min(offset, text.count))
        var line = 1
        var lineStart = 0
        var at = 0
        // Eight bytes at a time, then the rest.
        while at &+ 8 <= count {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            let newlines = Self.zeroBytes(word ^ Self.newlines)
            if newlines != 0 {
                line &+= newlines.nonzeroBitCount
                lineStart = at &+ 8 &- newlines.leadingZeroBitCount / 8
            }
            at &+= 8
        }
        while at < count {
            if text[at] == UInt8(ascii: "\n") { (line, lineStart) = (line &+ 1, at &+ 1) }
            at &+= 1
        }
        self.init(line: line, column: 1 &+ Self.codePoints(text, lineStart, count))
    }

    /// How many code points begin in a part of a text: bytes that continue one have 10 at the top.
    private static func codePoints(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        var found = 0
        var at = start
        while at &+ 8 <= end {
            let word = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            found &+= 8 &- (word & ~(word &<< 1) & tops).nonzeroBitCount
            at &+= 8
        }
        while at < end {
            if text[at] & 0xC0 != 0x80 { found &+= 1 }
            at &+= 1
        }
        return found
    }

    private static var newlines: UInt64 { 0x0A0A_0A0A_0A0A_0A0A }
    private static var tops: UInt64 { 0x8080_8080_8080_8080 }

    /// The top bits of the bytes that are zero.
    private static func zeroBytes(_ word: UInt64) -> UInt64 { ~(((word & ~tops) &+ ~tops) | word | ~tops) }

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}
