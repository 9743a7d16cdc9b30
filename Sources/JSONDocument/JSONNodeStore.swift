internal import CJSONScan

/// The memory of a parser: nodes, kinds, and what the first pass found.
struct JSONNodeStore: ~Copyable {
    private(set) var nodes: UnsafeMutablePointer<JSONTapeNode>
    private(set) var kinds: UnsafeMutablePointer<UInt8>
    /// Where the quotes of the text are, and the bytes that are escaped: see `cjson_scan_target`.
    private(set) var quotes: UnsafeMutablePointer<UInt32>
    private(set) var escapes: UnsafeMutablePointer<UInt32>
    private var blocks: UnsafeMutablePointer<UInt32>
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
        escapes = .allocate(capacity: JSONTape.paddingBytes)
        blocks = .allocate(capacity: 3)
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
        escapes.deallocate()
        blocks.deallocate()
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
            escapes.deallocate()
            blocks.deallocate()
            quotes = .allocate(capacity: textCapacity + JSONTape.paddingBytes + 2)
            escapes = .allocate(capacity: textCapacity + JSONTape.paddingBytes)
            blocks = .allocate(capacity: textCapacity / 64 + 3)
        }
    }

    /// Where the first pass is to write what it finds in a text.
    func scanTarget(text: UnsafeMutablePointer<UInt8>) -> cjson_scan_target {
        cjson_scan_target(text: text, quotes: quotes, escapes: escapes, blocks: blocks)
    }

    /// What the second pass is to read, and where it is to write.
    func source(text: UnsafeMutablePointer<UInt8>, count: Int, limits: JSONLimits) -> cjson_source {
        let hash = JSONKeyHash.shared
        return cjson_source(
            text: text, length: count, quotes: quotes,
            nodes: UnsafeMutableRawPointer(nodes).assumingMemoryBound(to: cjson_node.self), kinds: kinds,
            seed_low: hash.seedLow, seed_high: hash.seedHigh, depth_max: limits.depthMax,
            allows_repeated_names: limits.allowsRepeatedNames)
    }
}
