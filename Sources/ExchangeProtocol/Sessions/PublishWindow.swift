/// The alerts of a session that await their receipt: a ring of their lengths, addressed by publish id.
struct PublishWindow: Sendable {
    private let alertsMax: Int
    private let bytesMax: UInt64
    /// The length of an alert plus one, 0 where its receipt came.
    private var slots: [UInt32]
    private let mask: UInt64
    private(set) var oldest: UInt64
    private(set) var next: UInt64
    private(set) var alerts = 0
    private(set) var bytes: UInt64 = 0

    /// An empty window; the first alert gets `firstPublishID`.
    init(limits: SessionLimits, firstPublishID: UInt64) {
        alertsMax = Int(limits.publishWindowAlerts)
        bytesMax = limits.publishWindowBytes
        // Twice the window, so that one late receipt does not hold up what comes after it.
        var capacity = 1
        while capacity < 2 * alertsMax { capacity *= 2 }
        slots = [UInt32](repeating: 0, count: capacity)
        mask = UInt64(capacity - 1)
        oldest = firstPublishID
        next = firstPublishID
    }

    /// Whether `alerts` alerts of `bytes` bytes together may be sent now.
    func hasRoom(alerts count: Int, bytes more: UInt64) -> Bool {
        alerts + count <= alertsMax && bytes + more <= bytesMax
            && next - oldest + UInt64(count) <= UInt64(slots.count)
    }

    /// Notes an alert as sent, under the next id.
    mutating func append(byteCount: Int) {
        slots[Int(next & mask)] = UInt32(clamping: byteCount) &+ 1
        next += 1
        alerts += 1
        bytes += UInt64(byteCount)
    }

    /// Notes a receipt; false where none was awaited.
    mutating func remove(_ publishID: UInt64) -> Bool {
        guard publishID >= oldest, publishID < next else { return false }
        let slot = Int(publishID & mask)
        guard slots[slot] != 0 else { return false }
        bytes -= UInt64(slots[slot] - 1)
        slots[slot] = 0
        alerts -= 1
        while oldest < next, slots[Int(oldest & mask)] == 0 { oldest += 1 }
        return true
    }

    /// The ids that await their receipt, in their order.
    var outstanding: [UInt64] { (oldest..<next).filter { slots[Int($0 & mask)] != 0 } }
}
