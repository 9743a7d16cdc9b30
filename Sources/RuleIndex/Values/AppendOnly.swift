internal import Synchronization

/// A list that only grows, and whose copies share their memory: a copy goes on to see what it saw when it was made,
/// while the original appends behind that. So a snapshot of an index costs nothing, and readers of it need no lock.
struct AppendOnly<Element: Sendable>: Sendable {
    /// Elements behind the last that reading may touch.
    private static var slack: Int { 8 }

    final class Storage: @unchecked Sendable {
        // Unchecked: an element is written once, by whoever claimed its place, before anyone knows of it.
        let base: UnsafeMutablePointer<Element>
        let capacity: Int
        /// How many elements were written by whichever copy came first.
        let used: Atomic<Int>

        init(capacity: Int, copying source: UnsafePointer<Element>?, count: Int) {
            base = .allocate(capacity: capacity + AppendOnly.slack)
            if let source { base.initialize(from: source, count: count) }
            self.capacity = capacity
            used = Atomic(count)
        }

        deinit {
            base.deinitialize(count: used.load(ordering: .acquiring))
            base.deallocate()
        }

        /// Claims the places behind `count`; false where another copy has them, or there are too few.
        func claim(_ wanted: Int, after count: Int) -> Bool {
            guard count + wanted <= capacity else { return false }
            return used.compareExchange(expected: count, desired: count + wanted, ordering: .acquiringAndReleasing)
                .exchanged
        }
    }

    private var storage = Storage(capacity: 0, copying: nil, count: 0)
    private(set) var count = 0

    /// The elements; valid while a copy of this list lives.
    @inline(__always)
    var base: UnsafePointer<Element> { UnsafePointer(storage.base) }

    /// Memory set aside, in bytes.
    var byteCount: Int { storage.capacity * MemoryLayout<Element>.stride }

    subscript(place: Int) -> Element {
        precondition(place < count)
        return storage.base[place]
    }

    /// Appends elements; the place of the first.
    mutating func append(contentsOf elements: some Collection<Element>) -> Int {
        let place = count
        reserve(elements.count)
        for (offset, element) in elements.enumerated() { (storage.base + place + offset).initialize(to: element) }
        count += elements.count
        return place
    }

    private mutating func reserve(_ wanted: Int) {
        if storage.claim(wanted, after: count) { return }
        let capacity = max(16, count + wanted + count / 4)
        storage = Storage(capacity: capacity, copying: storage.base, count: count)
        _ = storage.claim(wanted, after: count)
    }
}
