/// The memory of a parser: nodes, kinds, and what the first pass found.
struct JSONNodeStore: ~Copyable {
    private(set) var nodes: UnsafeMutablePointer<JSONTapeNode>
    private(set) var kinds: UnsafeMutablePointer<UInt8>
    /// Where the quotes of the text are, which of its bytes are backslashes, and which strings have any: see
    /// `cjson_scan`.
    private(set) var quotes: UnsafeMutablePointer<UInt32>
    private(set) var backslashes: UnsafeMutablePointer<UInt64>
    private(set) var escaped: UnsafeMutablePointer<UInt32>
    /// The powers of ten that a `Double` holds exactly.
    let powersOfTen: UnsafeMutablePointer<Double>
    /// The powers of ten up to 8.
    let wholePowersOfTen: UnsafeMutablePointer<UInt64>
    private var nodeCapacity = 0
    private var textCapacity = 0
    var count = 0

    /// Powers of ten up to this one are exact as `Double`.
    static let exactPowerMax = 22

    init() {
        nodes = .allocate(capacity: 0)
        kinds = .allocate(capacity: 0)
        quotes = .allocate(capacity: JSONTape.paddingBytes + 2)
        backslashes = .allocate(capacity: 3)
        escaped = .allocate(capacity: 2)
        powersOfTen = .allocate(capacity: Self.exactPowerMax + 1)
        for power in 0...Self.exactPowerMax {
            (powersOfTen + power).initialize(to: (0..<power).reduce(1.0) { value, _ in value * 10 })
        }
        wholePowersOfTen = .allocate(capacity: 9)
        for power in 0...8 { (wholePowersOfTen + power).initialize(to: UInt64(powersOfTen[power])) }
    }

    deinit {
        nodes.deallocate()
        kinds.deallocate()
        quotes.deallocate()
        backslashes.deallocate()
        escaped.deallocate()
        powersOfTen.deallocate()
        wholePowersOfTen.deallocate()
    }

    /// Makes room for any text of that many bytes, good or bad.
    ///
    /// A finished value takes at least one byte and a separator, a member name four; only the containers still open
    /// have one byte each, and there are no more of them than levels.
    mutating func reserve(forTextOf byteCount: Int) {
        let needed = byteCount / 2 + JSONLimits.depthMaxCeiling + 4
        if needed > nodeCapacity {
            nodeCapacity = needed + needed / 2
            nodes.deallocate()
            kinds.deallocate()
            nodes = .allocate(capacity: nodeCapacity)
            kinds = .allocate(capacity: nodeCapacity)
        }
        if byteCount > textCapacity {
            textCapacity = byteCount + byteCount / 2
            quotes.deallocate()
            backslashes.deallocate()
            escaped.deallocate()
            quotes = .allocate(capacity: textCapacity + JSONTape.paddingBytes + 2)
            backslashes = .allocate(capacity: textCapacity / 64 + 3)
            escaped = .allocate(capacity: textCapacity / 2 + 2)
        }
    }
}
