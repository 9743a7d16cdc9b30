internal import CMemory

/// One piece of memory for the shards of a whole index, on large pages where it is large: matching goes here and there
/// in it, and with small pages every tenth of its time would go into the translation of addresses.
///
/// Shards that change afterwards have memory of their own, and the piece goes with the last shard in it; so at most the
/// size of an index is held in vain, until its keys are chosen anew.
final class BucketMemory: @unchecked Sendable {
    // Unchecked: a shard's part is written by the shard alone.

    private static let alignment = 64

    let byteCount: Int
    private let base: UnsafeMutableRawPointer
    private let isMapped: Bool
    private var used = 0

    /// Memory for parts of those sizes in bytes.
    init(partsOf sizes: some Sequence<Int>) {
        let wanted = sizes.reduce(0) { $0 + Self.rounded($1, Self.alignment) }
        let mappedCount = Self.rounded(wanted, cmemory_large_page)
        if wanted > cmemory_large_page, let mapped = cmemory_map(mappedCount) {
            base = mapped
            isMapped = true
            byteCount = mappedCount
        } else {
            base = .allocate(byteCount: wanted, alignment: Self.alignment)
            isMapped = false
            byteCount = wanted
        }
    }

    deinit {
        if isMapped { cmemory_unmap(base, byteCount) } else { base.deallocate() }
    }

    private static func rounded(_ size: Int, _ unit: Int) -> Int { (size + unit - 1) / unit * unit }

    /// The next part.
    func take<Element: BitwiseCopyable>(_ count: Int, of: Element.Type) -> UnsafeMutablePointer<Element> {
        let part = base + used
        used += Self.rounded(count * MemoryLayout<Element>.stride, Self.alignment)
        precondition(used <= byteCount, "parts are taken as they were announced")
        return part.bindMemory(to: Element.self, capacity: count)
    }
}
