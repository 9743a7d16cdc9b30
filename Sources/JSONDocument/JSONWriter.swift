/// Writes JSON into a growing buffer of bytes: compact, in the order it is told.
///
/// The writer places commas and colons itself; calling it in an order that is no JSON (a value in an object without a
/// name) is a mistake of the program, and asserted.
public struct JSONWriter {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// An empty text; `capacity` bytes are set aside.
    public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// What was written so far, as a string.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written, keeping the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// Writes an object whose members `content` writes.
    public mutating func object(_ content: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try content(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements `content` writes.
    public mutating func array(_ content: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try content(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member name; its value comes next.
    public mutating func name(_ name: String) {
        separate()
        quote(name.utf8)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        separate()
        quote(value.utf8)
    }

    /// Writes a whole number.
    public mutating func integer(_ value: some BinaryInteger) { raw(String(value).utf8) }

    /// Writes a number; `null` where it is not finite, for which JSON has no notation.
    public mutating func double(_ value: Double) { raw(value.isFinite ? "\(value)".utf8 : "null".utf8) }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { raw(value ? "true".utf8 : "false".utf8) }

    /// Writes `null`.
    public mutating func null() { raw("null".utf8) }

    /// Writes bytes that are one JSON value already.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: value)
    }

    /// Writes a value of a parsed text as it stands there.
    public mutating func value(_ node: JSONNode) {
        let range = node.byteRange
        raw(UnsafeBufferPointer(start: node.tape.bytes + range.lowerBound, count: range.count))
    }

    /// Writes a member with a string.
    public mutating func member(_ name: String, _ value: String) {
        self.name(name)
        string(value)
    }

    /// Writes a member with a whole number.
    public mutating func member(_ name: String, _ value: some BinaryInteger) {
        self.name(name)
        integer(value)
    }

    /// Writes a member with a boolean.
    public mutating func member(_ name: String, _ value: Bool) {
        self.name(name)
        bool(value)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String.UTF8View) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x00..<0x20, 0x7F: escape(byte)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
    }
}
