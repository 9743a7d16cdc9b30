/// The memory of a parser: nodes, kinds, the stack of open containers and the table that finds repeated names.
struct JSONNodeStore: ~Copyable {
    /// A name already seen, in the table of names.
    struct SeenName {
        /// The name's hash mixed with its object.
        var mixed: UInt64
        /// The node of the name.
        var node: UInt32
        /// Which parse wrote this entry; older ones count as free, so that the table need not be cleared.
        var generation: UInt32
    }

    private(set) var nodes: UnsafeMutablePointer<JSONTapeNode>
    private(set) var kinds: UnsafeMutablePointer<UInt8>
    private(set) var names: UnsafeMutablePointer<SeenName>
    private(set) var nameMask = 0
    let open: UnsafeMutablePointer<UInt32>
    private var nodeCapacity = 0
    var count = 0
    var generation: UInt32 = 0

    init() {
        nodes = .allocate(capacity: 0)
        kinds = .allocate(capacity: 0)
        names = .allocate(capacity: 0)
        open = .allocate(capacity: JSONLimits.depthMaxCeiling + 1)
        open.initialize(repeating: 0, count: JSONLimits.depthMaxCeiling + 1)
    }

    deinit {
        nodes.deallocate()
        kinds.deallocate()
        names.deallocate()
        open.deallocate()
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
        var slots = 64
        while slots < byteCount / 4 { slots *= 2 }
        if slots > nameMask + 1 {
            names.deallocate()
            names = .allocate(capacity: slots)
            names.initialize(repeating: SeenName(mixed: 0, node: 0, generation: 0), count: slots)
            nameMask = slots - 1
            generation = 0
        }
        if generation == .max {
            names.update(repeating: SeenName(mixed: 0, node: 0, generation: 0), count: nameMask + 1)
            generation = 0
        }
        generation += 1
    }
}
