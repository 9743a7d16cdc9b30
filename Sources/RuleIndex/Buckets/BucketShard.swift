/// A part of the buckets: an open table of keys, and the words their records lie in.
///
/// A bucket of up to `plainMax` records holds them one after the other, four words each; a larger one is a chain of
/// chunks (see `BucketChunk`).
final class BucketShard: @unchecked Sendable {
    // Unchecked: written only by an index that holds it alone.

    struct Slot {
        /// 0 where the slot is free.
        var key: UInt64
        var place: UInt32
        /// Of a plain bucket the number of records, and from bit 8 on which of them may be found repeatedly.
        var info: UInt32
    }

    /// What looking up needs.
    struct View {
        var slots: UnsafeMutablePointer<Slot>
        var slotCount: UInt64
        var words: UnsafeMutablePointer<UInt32>
    }

    static let plainMax = 4
    static let plainWords = 4
    static let chunkedFlag: UInt32 = 1 << 31

    private(set) var view: View
    private(set) var keyCount = 0
    private(set) var recordCount = 0
    private var wordCount = 0
    private var wordCapacity: Int
    /// Words that belong to no bucket any more.
    private var wastedCount = 0

    /// Where both lie, nil where they are memory of the shard's own.
    private let memory: BucketMemory?

    /// - Parameter memory: Has room for `partSizes(slots, words)`.
    init(slots wanted: Int, words: Int, in memory: BucketMemory? = nil) {
        let slots = wanted + wanted % 2
        let room = words + BucketChunk.slackWords
        view = View(
            slots: memory?.take(slots, of: Slot.self) ?? .allocate(capacity: slots), slotCount: UInt64(slots),
            words: memory?.take(room, of: UInt32.self) ?? .allocate(capacity: room))
        view.slots.initialize(repeating: Slot(key: 0, place: 0, info: 0), count: slots)
        view.words.initialize(repeating: 0, count: room)
        wordCapacity = words
        self.memory = memory
    }

    deinit {
        guard memory == nil else { return }
        view.slots.deallocate()
        view.words.deallocate()
    }

    /// Whether it has memory of its own.
    var ownsMemory: Bool { memory == nil }

    var byteCount: Int {
        Int(view.slotCount) * MemoryLayout<Slot>.stride + (wordCapacity + BucketChunk.slackWords) * 4
    }

    // MARK: Keys

    /// Spreads a key: the top bits choose the shard, the low ones the slot. Keys are small numbers side by side: both
    /// halves of the product are needed for all of their bits to count in all of its.
    @inline(__always)
    static func spread(_ key: UInt64) -> UInt64 {
        let product = (key ^ 0x9FB2_1C65_1E98_DF25).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// The slot at which looking for a key begins: the first of a pair, of which there are `slotCount / 2`.
    @inline(__always)
    static func start(_ spread: UInt64, _ slotCount: UInt64) -> Int {
        Int(truncatingIfNeeded: (((spread & 0xFFFF_FFFF) &* slotCount) >> 33) &* 2)
    }

    private func slot(of key: UInt64) -> Int {
        var slot = Self.start(Self.spread(key), view.slotCount)
        while view.slots[slot].key != key, view.slots[slot].key != 0 {
            slot = slot + 1 == view.slotCount ? 0 : slot + 1
        }
        return slot
    }

    // MARK: Changes

    /// Whether there is room for one more record, under a new key or not. Else `copy` makes room.
    func hasRoom(for key: UInt64) -> Bool {
        let bucket = view.slots[slot(of: key)]
        if bucket.key == 0, (keyCount + 1) * 8 > Int(view.slotCount) * 5 { return false }
        return wordCount + neededWords(bucket) <= wordCapacity
    }

    /// The words that one more record in a bucket may take; where it is copied before, it has no room left.
    private func neededWords(_ bucket: Slot, isCopied: Bool = false) -> Int {
        if bucket.info & Self.chunkedFlag == 0 {
            return BucketChunk.headWords + (Self.plainMax + 1) * 8
        }
        let chunk = view.words + Int(bucket.place)
        let used = BucketChunk.wordCount(chunk)
        if !isCopied, used + BucketChunk.insertionWords <= Int(chunk[2]) {
            return BucketChunk.headWords + BucketChunk.insertionWords
        }
        return used + used / 4 + BucketChunk.insertionWords
    }

    /// A copy without waste, with room for more.
    func copy(roomFor key: UInt64) -> BucketShard {
        let bucket = view.slots[slot(of: key)]
        let live = wordCount - wastedCount + neededWords(bucket, isCopied: true)
        let slots = (keyCount + 1) * 8 > Int(view.slotCount) * 5 ? keyCount * 2 + 4 : Int(view.slotCount)
        return copy(slots: slots, words: live + live / 5 + 16)
    }

    /// The slots and words of a copy that takes no more memory than it must.
    private var compactSize: (slots: Int, words: Int) {
        let slots = max(2, keyCount * 8 / 5 + 1)
        return (slots + slots % 2, wordCount - wastedCount)
    }

    /// The sizes in bytes of the parts that `compacted` takes.
    var compactPartSizes: [Int] {
        let (slots, words) = compactSize
        return [slots * MemoryLayout<Slot>.stride, (words + BucketChunk.slackWords) * 4]
    }

    /// A copy that takes no more memory than it must.
    func compacted(in memory: BucketMemory) -> BucketShard {
        let (slots, words) = compactSize
        return copy(slots: slots, words: words, in: memory)
    }

    private func copy(slots: Int, words: Int, in memory: BucketMemory? = nil) -> BucketShard {
        let copy = BucketShard(slots: slots, words: words, in: memory)
        for index in 0..<Int(view.slotCount) where view.slots[index].key != 0 && !isEmpty(view.slots[index]) {
            var bucket = view.slots[index]
            if bucket.info & Self.chunkedFlag == 0 {
                bucket.place = copy.take(Self.plainSize(Int(bucket.info & 0xFF)), from: view.words + Int(bucket.place))
            } else {
                bucket.place = copy.takeChain(view.words, from: bucket.place)
            }
            copy.view.slots[copy.slot(of: bucket.key)] = bucket
            copy.keyCount += 1
        }
        copy.recordCount = recordCount
        return copy
    }

    private func isEmpty(_ bucket: Slot) -> Bool { bucket.info == 0 }

    private func take(_ count: Int, from source: UnsafePointer<UInt32>) -> UInt32 {
        let place = wordCount
        (view.words + place).update(from: source, count: count)
        wordCount += count
        return UInt32(place)
    }

    private func takeChain(_ words: UnsafePointer<UInt32>, from place: UInt32) -> UInt32 {
        let chunk = words + Int(place)
        let count = BucketChunk.wordCount(chunk)
        let copy = take(count, from: chunk)
        view.words[Int(copy) + 2] = UInt32(count)
        let next = chunk[0] == BucketChunk.none ? chunk[0] : takeChain(words, from: chunk[0])
        view.words[Int(copy)] = next
        return copy
    }

    /// The words a plain bucket takes: room for a third record comes with room for a fourth.
    private static func plainSize(_ count: Int) -> Int { (count == 3 ? 4 : count) * plainWords }

    /// Adds a record; `hasRoom` must have been true.
    func insert(_ key: UInt64, _ record: BucketRecord) {
        let at = slot(of: key)
        if view.slots[at].key == 0 {
            view.slots[at] = Slot(key: key, place: 0, info: 0)
            keyCount += 1
        }
        recordCount += 1
        if view.slots[at].info & Self.chunkedFlag != 0 { return insertIntoChunk(at, record) }
        let records = plainRecords(view.slots[at])
        release(view.slots[at])
        let place = records.firstIndex { record < $0 } ?? records.count
        var more = records
        more.insert(record, at: place)
        if more.count <= Self.plainMax { writePlain(more, at) } else { writeChunk(more, at, next: BucketChunk.none) }
    }

    private func insertIntoChunk(_ at: Int, _ record: BucketRecord) {
        let place = Int(view.slots[at].place)
        let chunk = view.words + place
        if BucketChunk.recordCount(chunk) >= BucketChunk.recordsMax {
            return writeChunk([record], at, next: UInt32(place))
        }
        if BucketChunk.wordCount(chunk) + BucketChunk.insertionWords > Int(chunk[2]) { moveChunk(at) }
        BucketChunk.insert(record, into: view.words + Int(view.slots[at].place))
    }

    /// Moves the first chunk of a bucket to where it has room to grow.
    private func moveChunk(_ at: Int) {
        let old = view.words + Int(view.slots[at].place)
        let used = BucketChunk.wordCount(old)
        let capacity = used + used / 4 + BucketChunk.insertionWords
        precondition(wordCount + capacity <= wordCapacity, "room was made before")
        (view.words + wordCount).update(from: old, count: used)
        wastedCount += Int(old[2])
        view.words[wordCount + 2] = UInt32(capacity)
        view.slots[at].place = UInt32(wordCount)
        wordCount += capacity
    }

    private static func insertionPlace(_ record: BucketRecord, _ records: [BucketRecord]) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle] < record { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func writeChunk(_ records: [BucketRecord], _ at: Int, next: UInt32) {
        let needed = BucketChunk.wordCount(records)
        let capacity = needed + needed / 4
        let place = wordCount
        precondition(place + capacity <= wordCapacity, "room was made before")
        wordCount += capacity
        view.words[place] = next
        view.words[place + 2] = UInt32(capacity)
        BucketChunk.write(records, to: view.words + place)
        view.slots[at].place = UInt32(place)
        view.slots[at].info = Self.chunkedFlag
    }

    // MARK: Plain buckets

    private func plainRecords(_ bucket: Slot) -> [BucketRecord] {
        (0..<Int(bucket.info & 0xFF)).map { index in
            let words = view.words + Int(bucket.place) + index * Self.plainWords
            return BucketRecord(
                rule: words[0], isRepeated: bucket.info >> UInt32(8 + index) & 1 == 1, first: TestCode(bits: words[1]),
                second: TestCode(bits: words[2]), third: TestCode(bits: words[3]))
        }
    }

    private func release(_ bucket: Slot) {
        if bucket.info & Self.chunkedFlag == 0 { wastedCount += Self.plainSize(Int(bucket.info & 0xFF)) }
    }

    private func writePlain(_ records: [BucketRecord], _ at: Int) {
        let place = wordCount
        precondition(place + Self.plainSize(records.count) <= wordCapacity, "room was made before")
        wordCount += Self.plainSize(records.count)
        var info = UInt32(records.count)
        for (index, record) in records.enumerated() {
            let words = view.words + place + index * Self.plainWords
            words[0] = record.rule
            words[1] = record.first.bits
            words[2] = record.second.bits
            words[3] = record.third.bits
            if record.isRepeated { info |= 1 << UInt32(8 + index) }
        }
        view.slots[at].place = UInt32(place)
        view.slots[at].info = info
    }

    /// Takes a record out; false where there is none like it.
    func remove(_ key: UInt64, _ record: BucketRecord) -> Bool {
        let at = slot(of: key)
        let bucket = view.slots[at]
        guard bucket.key == key else { return false }
        if bucket.info & Self.chunkedFlag != 0 { return removeFromChain(at, record) }
        var records = plainRecords(bucket)
        guard let index = records.firstIndex(of: record) else { return false }
        records.remove(at: index)
        release(bucket)
        // What is left takes no more words than before, and is written over it.
        let end = wordCount
        wordCount = Int(bucket.place)
        writePlain(records, at)
        wastedCount -= wordCount - Int(bucket.place)
        wordCount = end
        recordCount -= 1
        return true
    }

    private func removeFromChain(_ at: Int, _ record: BucketRecord) -> Bool {
        var place = view.slots[at].place
        var previous: UInt32?
        while place != BucketChunk.none {
            let chunk = view.words + Int(place)
            var records = BucketChunk.records(chunk)
            let index = Self.insertionPlace(record, records)
            if index < records.count, records[index] == record {
                records.remove(at: index)
                BucketChunk.write(records, to: chunk)
                if records.isEmpty { unlink(at, place, after: previous) }
                recordCount -= 1
                return true
            }
            previous = place
            place = chunk[0]
        }
        return false
    }

    private func unlink(_ at: Int, _ place: UInt32, after previous: UInt32?) {
        let next = view.words[Int(place)]
        wastedCount += Int(view.words[Int(place) + 2])
        if let previous {
            view.words[Int(previous)] = next
        } else if next == BucketChunk.none {
            view.slots[at].info = 0
        } else {
            view.slots[at].place = next
        }
    }

    /// The number of records under each key, for the description.
    func forEachBucket(_ body: (UInt64, Int) -> Void) {
        for index in 0..<Int(view.slotCount) where view.slots[index].key != 0 {
            let bucket = view.slots[index]
            if bucket.info & Self.chunkedFlag == 0 {
                body(bucket.key, Int(bucket.info & 0xFF))
                continue
            }
            var count = 0
            var place = bucket.place
            while place != BucketChunk.none {
                count += BucketChunk.recordCount(view.words + Int(place))
                place = view.words[Int(place)]
            }
            body(bucket.key, count)
        }
    }
}
