internal import CJSONScan

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
        let place = cjson_place_of(
            text.baseAddress?.assumingMemoryBound(to: UInt8.self), max(0, min(offset, text.count)))
        self.init(line: place.line, column: place.code_points + 1)
    }

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}
