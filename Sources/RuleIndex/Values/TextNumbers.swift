internal import JSONDocument

/// The numbers of the texts that rules name, column by column. A text is found by its hash and then compared byte by
/// byte: texts that share a hash are told apart.
///
/// The table is cut into shards, of which copies of an index share those that neither has changed.
struct TextNumbers: Sendable {
    struct Slot {
        /// The hash of column and text, never 0; 0 where the slot is free.
        var hash: UInt64
        var number: UInt32
        /// Where the text lies, in units of `Self.unit` bytes: column, length, bytes.
        var place: UInt32
    }

    /// What looking up needs of a shard.
    struct View {
        var slots: UnsafeMutablePointer<Slot>
        var mask: Int
    }

    private final class Shard: @unchecked Sendable {
        // Unchecked: written only by an index that holds it alone.
        var view: View
        var count = 0

        init(slots: Int) {
            view = View(slots: .allocate(capacity: slots), mask: slots - 1)
            view.slots.initialize(repeating: Slot(hash: 0, number: 0, place: 0), count: slots)
        }

        deinit { view.slots.deallocate() }

        func copy(slots: Int) -> Shard {
            let copy = Shard(slots: slots)
            for index in 0...view.mask where view.slots[index].hash != 0 { copy.put(view.slots[index]) }
            return copy
        }

        func put(_ entry: Slot) {
            var slot = Int(truncatingIfNeeded: entry.hash) & view.mask
            while view.slots[slot].hash != 0 { slot = (slot + 1) & view.mask }
            view.slots[slot] = entry
            count += 1
        }
    }

    /// The views of all shards in one piece.
    final class ViewTable: @unchecked Sendable {
        // Unchecked: written only by an index that holds it alone.
        let views: UnsafeMutablePointer<View>

        init(copying other: ViewTable? = nil) {
            views = .allocate(capacity: TextNumbers.shardCount)
            if let other { views.initialize(from: other.views, count: TextNumbers.shardCount) }
        }

        deinit { views.deallocate() }
    }

    private static let shardCount = 256
    private static let unit = 8

    private var shards: [Shard]
    private var table: ViewTable
    private var bytes = AppendOnly<UInt8>()
    private(set) var count = 0

    init() {
        let empty = Shard(slots: 2)
        shards = Array(repeating: empty, count: Self.shardCount)
        table = ViewTable()
        for index in 0..<Self.shardCount { (table.views + index).initialize(to: empty.view) }
    }

    /// What looking up needs: valid while a copy of this table lives.
    struct Reader {
        let views: UnsafePointer<View>
        let bytes: UnsafePointer<UInt8>
        let keyHash = JSONKeyHash.shared

        /// The number of a text in a column, `ColumnValue.other` where no rule names it. Eight bytes may be read from
        /// the text's start whatever its length.
        @inline(__always)
        func number(_ text: UnsafePointer<UInt8>, _ count: Int, column: Int) -> UInt32 {
            let hash = TextNumbers.hash(text, count, column: column, by: keyHash)
            let view = views[Int(truncatingIfNeeded: hash >> 56)]
            var slot = Int(truncatingIfNeeded: hash) & view.mask
            while true {
                let entry = view.slots[slot]
                if entry.hash == hash, isText(entry.place, text, count, column: column) { return entry.number }
                if entry.hash == 0 { return ColumnValue.other }
                slot = (slot &+ 1) & view.mask
            }
        }

        @inline(__always)
        private func isText(_ place: UInt32, _ text: UnsafePointer<UInt8>, _ count: Int, column: Int) -> Bool {
            let start = UnsafeRawPointer(bytes + Int(place) &* TextNumbers.unit)
            guard start.load(as: UInt32.self) == UInt32(truncatingIfNeeded: column),
                start.load(fromByteOffset: 4, as: UInt32.self) == UInt32(truncatingIfNeeded: count)
            else { return false }
            return TextNumbers.equal(UnsafeRawPointer(text), start + 8, count)
        }
    }

    var reader: Reader { Reader(views: UnsafePointer(table.views), bytes: bytes.base) }

    /// The number of a text, `next` where it has none yet; whether it was new.
    mutating func number(_ text: [UInt8], column: Int, next: UInt32) -> (number: UInt32, isNew: Bool) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: text.count + JSONTape.paddingBytes) { buffer in
            guard let start = buffer.baseAddress else { return (ColumnValue.other, false) }
            text.withUnsafeBufferPointer { bytes in
                if let first = bytes.baseAddress { start.initialize(from: first, count: bytes.count) }
            }
            (start + text.count).initialize(repeating: 0, count: JSONTape.paddingBytes)
            let known = reader.number(start, text.count, column: column)
            if known != ColumnValue.other { return (known, false) }
            insert(text, Self.hash(start, text.count, column: column, by: .shared), column, next)
            return (next, true)
        }
    }

    private mutating func insert(_ text: [UInt8], _ hash: UInt64, _ column: Int, _ number: UInt32) {
        var entry: [UInt8] = []
        withUnsafeBytes(of: UInt32(column)) { entry += $0 }
        withUnsafeBytes(of: UInt32(text.count)) { entry += $0 }
        entry += text
        // Comparing reads words.
        entry += [UInt8](repeating: 0, count: (Self.unit - entry.count % Self.unit) % Self.unit)
        let place = bytes.append(contentsOf: entry) / Self.unit
        let index = Int(truncatingIfNeeded: hash >> 56)
        let slots = shards[index].view.mask + 1
        if (shards[index].count + 1) * 3 > slots * 2 {
            shards[index] = shards[index].copy(slots: max(4, slots * 2))
        } else if !isKnownUniquelyReferenced(&shards[index]) {
            shards[index] = shards[index].copy(slots: slots)
        }
        shards[index].put(Slot(hash: hash, number: number, place: UInt32(place)))
        if !isKnownUniquelyReferenced(&table) { table = ViewTable(copying: table) }
        table.views[index] = shards[index].view
        count += 1
    }

    /// Memory set aside, in bytes.
    var byteCount: Int {
        shards.reduce(bytes.byteCount) { $0 + ($1.view.mask + 1) * MemoryLayout<Slot>.stride }
    }

    @inline(__always)
    static func hash(_ text: UnsafePointer<UInt8>, _ count: Int, column: Int, by keyHash: JSONKeyHash) -> UInt64 {
        let hash = keyHash.hash(text, count: count)
        let mixed = (hash ^ UInt64(truncatingIfNeeded: column) << 57) &* 0x9FB2_1C65_1E98_DF25
        return (mixed ^ mixed >> 32) | 1 << 40
    }

    /// Whether texts of one length are the same; both may be read in words of eight bytes.
    @inline(__always)
    static func equal(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ count: Int) -> Bool {
        var at = 0
        while at &+ 8 <= count {
            if one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                != other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            {
                return false
            }
            at &+= 8
        }
        if at == count { return true }
        let difference =
            one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            ^ other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        return UInt64(littleEndian: difference) << UInt64(truncatingIfNeeded: (8 &- (count &- at)) &* 8) == 0
    }
}
