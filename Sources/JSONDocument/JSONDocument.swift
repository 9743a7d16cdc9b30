internal import CJSONScan

/// A parser and the text it parsed last: reusable, so that reading many texts allocates nothing.
///
/// Strict RFC 8259 with what a trustworthy exchange needs beyond it: two members of one name, invalid UTF-8, lone
/// surrogates, trailing bytes, too deep and too large texts are refused.
public struct JSONDocument: ~Copyable {
    /// How the text is read.
    public enum Dialect: Sendable {
        /// RFC 8259.
        case strict
        /// RFC 8259 with `//` and `/* */` comments and trailing commas: for configuration that people write.
        case commented
    }

    /// The bounds that texts are held to.
    public let limits: JSONLimits

    /// Whether every text is read as those are that the quick second pass leaves.
    private let readsThoroughly: Bool
    private var bytes: UnsafeMutablePointer<UInt8>
    private var byteCapacity: Int
    private var byteCount = 0
    private var store: JSONNodeStore

    /// Prepares a parser; memory grows with the texts it is given, up to the limits.
    public init(limits: JSONLimits = JSONLimits()) { self.init(limits: limits, readsThoroughly: false) }

    init(limits: JSONLimits, readsThoroughly: Bool) {
        self.limits = limits
        self.readsThoroughly = readsThoroughly
        byteCapacity = 0
        bytes = Self.allocate(0)
        store = JSONNodeStore()
    }

    deinit { (bytes - JSONTape.paddingBytes).deallocate() }

    /// Room for a text, with zeros on both sides.
    private static func allocate(_ byteCapacity: Int) -> UnsafeMutablePointer<UInt8> {
        let padding = JSONTape.paddingBytes
        // Blocks are written whole, which takes longer where they lie across two lines of the processor's cache.
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCapacity + 2 * padding, alignment: padding)
            .bindMemory(to: UInt8.self, capacity: byteCapacity + 2 * padding)
        memory.initialize(repeating: 0, count: 2 * padding)
        return memory + padding
    }

    /// Prepares a parser and parses one text.
    public init(
        parsing text: [UInt8], dialect: Dialect = .strict, limits: JSONLimits = JSONLimits()
    ) throws(JSONSyntaxError) {
        self.init(limits: limits)
        try parse(text, dialect: dialect)
    }

    /// Parses a text, forgetting the one before. The bytes are copied. Linear in the text's length.
    @discardableResult
    public mutating func parse(
        _ text: UnsafeRawBufferPointer, dialect: Dialect = .strict
    ) throws(JSONSyntaxError) -> JSONTape {
        store.count = 0
        byteCount = 0
        guard text.count <= limits.bytesMax else { throw JSONFault.tooLarge(limit: limits.bytesMax, text: text) }
        reserve(text.count)
        byteCount = text.count
        var source = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
        if dialect == .commented {
            try blankComments(text)
            source = UnsafePointer(bytes)
        }
        store.reserve(forTextOf: byteCount)
        let strings = cjson_scan(source, byteCount, store.scanTarget(text: bytes))
        if !readsThoroughly, JSONScanner.areGood(strings, in: bytes, escapes: store.escapes) {
            var source = store.source(text: bytes, count: byteCount, limits: limits)
            store.count = cjson_read(&source)
            if store.count > 0 { return tape }
        }
        // What is wrong, or unusual, is found by who has words for it.
        let scanner = JSONScanner(text: bytes, count: byteCount, limits: limits, store: store, strings: strings)
        if let fault = scanner.run(&store.count) {
            store.count = 0
            throw fault.explained(in: text)
        }
        return tape
    }

    private mutating func blankComments(_ text: UnsafeRawBufferPointer) throws(JSONSyntaxError) {
        if let source = text.baseAddress {
            UnsafeMutableRawPointer(bytes).copyMemory(from: source, byteCount: text.count)
        }
        (bytes + text.count).initialize(repeating: 0, count: JSONTape.paddingBytes)
        if let unterminated = JSONComments.blank(bytes, count: text.count) {
            throw JSONFault(code: .unterminatedComment, offset: unterminated).explained(in: text)
        }
    }

    /// Parses a text held in an array.
    @discardableResult
    public mutating func parse(_ text: [UInt8], dialect: Dialect = .strict) throws(JSONSyntaxError) -> JSONTape {
        let result: Result<JSONTape, JSONSyntaxError> = text.withUnsafeBytes { buffer in
            do throws(JSONSyntaxError) {
                return .success(try parse(buffer, dialect: dialect))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The text parsed last; empty of nodes where there is none or it was refused. Valid until the next `parse`.
    public var tape: JSONTape {
        JSONTape(bytes: bytes, nodes: store.nodes, kinds: store.kinds, count: store.count, byteCount: byteCount)
    }

    /// The root of the text parsed last. A text must have been parsed.
    public var root: JSONNode { tape.root }

    private mutating func reserve(_ count: Int) {
        guard count > byteCapacity else { return }
        (bytes - JSONTape.paddingBytes).deallocate()
        byteCapacity = max(4096, count + count / 2)
        bytes = Self.allocate(byteCapacity)
    }
}
