public import TransparencyLog

/// A publication that the log has already.
public struct KnownRecord: Hashable, Sendable {
    /// Its place in the log.
    public let position: Position
    /// The SHA-256 of its body.
    public let bodyDigest: SHA256Digest
    /// Its leaf hash, nil while its commit is under way.
    public var leafHash: SHA256Digest?

    /// A known publication.
    public init(position: Position, bodyDigest: SHA256Digest, leafHash: SHA256Digest?) {
        self.position = position
        self.bodyDigest = bodyDigest
        self.leafHash = leafHash
    }
}

/// Whether a publication is known.
public enum DuplicateVerdict: Hashable, Sendable {
    /// Nobody has published it before.
    case new
    /// The same bytes were published before.
    case duplicate(KnownRecord)
    /// Other bytes were published under the same id.
    case conflict(KnownRecord)
    /// It is too old to tell from memory: the index must be asked (``JournalIndex/find(_:)``).
    case unknown
}

/// The newest publications' identifiers in bounded memory, about 120 bytes each.
///
/// An identifier that is not here is new if it is greater than every one of its origin's that fell out of here: ids
/// that grow with time (UUIDv7) never need a look-up, others do once something has fallen out.
public struct RecentIdentifiers: Sendable {
    /// How many identifiers are held unless configured otherwise.
    public static let capacityDefault = 1_000_000
    /// The most origins of which the greatest forgotten id is remembered singly.
    public static let originsMax = 4096

    private struct Slot: Sendable {
        var identifier: RecordIdentifier
        var record: KnownRecord
    }

    private struct Word128: Hashable, Comparable, Sendable {
        var high: UInt64
        var low: UInt64
        static func < (one: Word128, other: Word128) -> Bool { (one.high, one.low) < (other.high, other.low) }
    }

    private static let free = UInt32.max

    private let capacity: Int
    /// A ring, oldest at `oldest` once it is full.
    private var slots: [Slot] = []
    private var oldest = 0
    /// Open addressing, linear probing: numbers of slots, at most half of it taken.
    private var table: [UInt32]
    private var floors: [Word128: Word128] = [:]
    private var floorOfOthers: Word128?

    /// The newest position that fell out of memory: the index must have come so far before it is asked.
    public private(set) var evictedThrough = Position.beforeFirst

    /// Room for the newest `capacity` identifiers.
    public init(capacity: Int = RecentIdentifiers.capacityDefault) {
        self.capacity = min(max(1, capacity), Int(UInt32.max / 4))
        table = [UInt32](repeating: Self.free, count: 64)
    }

    /// How many identifiers are held.
    public var count: Int { slots.count }

    /// Whether a publication with this identifier and body is known.
    public func verdict(_ identifier: RecordIdentifier, bodyDigest: SHA256Digest) -> DuplicateVerdict {
        if let record = record(of: identifier) {
            return record.bodyDigest == bodyDigest ? .duplicate(record) : .conflict(record)
        }
        let origin = Word128(high: identifier.originHigh, low: identifier.originLow)
        guard let floor = floors[origin] ?? floorOfOthers else { return .new }
        return Word128(high: identifier.idHigh, low: identifier.idLow) > floor ? .new : .unknown
    }

    /// What is known under an identifier, nil where it is not in memory.
    public func record(of identifier: RecordIdentifier) -> KnownRecord? {
        let number = table[place(of: identifier)]
        return number == Self.free ? nil : slots[Int(number)].record
    }

    /// Takes in a publication that is new, in the order of positions; the oldest falls out where there is no room.
    ///
    /// An identifier that is held already keeps its first record.
    public mutating func insert(_ identifier: RecordIdentifier, _ record: KnownRecord) {
        let place = place(of: identifier)
        guard table[place] == Self.free else { return }
        let slot = Slot(identifier: identifier, record: record)
        if slots.count < capacity {
            slots.append(slot)
            if slots.count * 2 > table.count { grow() } else { table[place] = UInt32(slots.count - 1) }
            return
        }
        let number = oldest
        evict(slots[number])
        slots[number] = slot
        oldest = (oldest + 1) % capacity
        // The place is looked for again: what fell out may have been before it.
        table[self.place(of: identifier)] = UInt32(number)
    }

    /// Adds the leaf hash of the publication at `position`, once its commit has computed it.
    public mutating func setLeafHash(_ leafHash: SHA256Digest, at position: Position) {
        var low = 0
        var high = slots.count
        while low < high {
            let middle = (low + high) / 2
            if slots[ring(middle)].record.position < position { low = middle + 1 } else { high = middle }
        }
        guard low < slots.count, slots[ring(low)].record.position == position else { return }
        slots[ring(low)].record.leafHash = leafHash
    }

    /// Remembers that ids of `origin` up to `id` may be in the log without being here.
    public mutating func raiseFloor(_ identifier: RecordIdentifier, through position: Position) {
        let origin = Word128(high: identifier.originHigh, low: identifier.originLow)
        let id = Word128(high: identifier.idHigh, low: identifier.idLow)
        evictedThrough = max(evictedThrough, position)
        if let floor = floors[origin] {
            floors[origin] = max(floor, id)
        } else if floors.count < Self.originsMax {
            floors[origin] = max(id, floorOfOthers ?? id)
        } else {
            floorOfOthers = max(floorOfOthers ?? id, id)
        }
    }

    /// The slot of the `index`th oldest.
    private func ring(_ index: Int) -> Int {
        let number = oldest + index
        return number < slots.count ? number : number - slots.count
    }

    private func home(of identifier: RecordIdentifier) -> Int {
        // The standard hasher is keyed at random, so that nobody can choose ids that collide.
        Int(truncatingIfNeeded: identifier.hashValue) & (table.count - 1)
    }

    /// The place in the table where an identifier is, or would be.
    private func place(of identifier: RecordIdentifier) -> Int {
        var place = home(of: identifier)
        while table[place] != Self.free, slots[Int(table[place])].identifier != identifier {
            place = (place + 1) & (table.count - 1)
        }
        return place
    }

    private mutating func grow() {
        table = [UInt32](repeating: Self.free, count: table.count * 2)
        for number in slots.indices { table[place(of: slots[number].identifier)] = UInt32(number) }
    }

    private mutating func evict(_ slot: Slot) {
        raiseFloor(slot.identifier, through: slot.record.position)
        // Moves back what follows, so that no probe ends early at the hole.
        var hole = place(of: slot.identifier)
        var next = hole
        while true {
            next = (next + 1) & (table.count - 1)
            guard table[next] != Self.free else { break }
            let home = home(of: slots[Int(table[next])].identifier)
            let mask = table.count - 1
            if (next &- home) & mask >= (next &- hole) & mask {
                table[hole] = table[next]
                hole = next
            }
        }
        table[hole] = Self.free
    }
}
