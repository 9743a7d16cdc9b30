internal import ExchangeProtocol

/// The alerts in memory that are not finished with: a run of consecutive numbers, sent in their order, receipted in any
/// order, and taken off at the front.
struct OutgoingQueue {
    private enum Stage {
        case waiting
        case sent
        case settled(AlertReceipt)
    }

    private struct Entry {
        var alert: OutgoingAlert
        var stage: Stage
    }

    private var entries: [Entry] = []
    /// Where the first entry is that was not taken off; the ones before are empty.
    private var front = 0
    /// The entry to be looked at next for sending.
    private var cursor = 0
    /// The publish id of the first of `sentNumbers`; ids are given without holes.
    private var firstPublishID: UInt64 = 0
    private var sentNumbers: [UInt64] = []
    private var sentFront = 0
    /// The number of the first entry.
    private(set) var firstNumber: UInt64
    /// The bytes of alerts that have no receipt.
    private(set) var byteCount = 0
    /// How many alerts have no receipt.
    private(set) var unsettledCount = 0

    private static let compactionMin = 1_024

    /// An empty queue whose first alert will have this number.
    init(firstNumber: UInt64) {
        self.firstNumber = firstNumber
    }

    /// How many alerts are in the queue.
    var count: Int { entries.count - front }
    /// The number that the next alert appended has.
    var endNumber: UInt64 { firstNumber + UInt64(count) }

    /// Adds an alert, under `endNumber`.
    mutating func append(_ alert: OutgoingAlert) {
        entries.append(Entry(alert: alert, stage: .waiting))
        byteCount += alert.byteCount
        unsettledCount += 1
    }

    // MARK: Sending

    /// The next alerts to be sent: their places, which follow each other; empty where there are none.
    mutating func nextWaiting(atMost alertsMax: Int, bytesMax: Int) -> Range<Int> {
        while cursor < entries.count, !isWaiting(cursor) { cursor += 1 }
        var end = cursor
        var bytes = 0
        while end < entries.count, end - cursor < alertsMax, isWaiting(end) {
            bytes += entries[end].alert.byteCount
            // The first goes alone if it must.
            if bytes > bytesMax, end > cursor { break }
            end += 1
        }
        return cursor..<end
    }

    private func isWaiting(_ place: Int) -> Bool {
        if case .waiting = entries[place].stage { true } else { false }
    }

    /// The alert at a place that `nextWaiting` gave.
    func alert(at place: Int) -> OutgoingAlert { entries[place].alert }

    /// The alert of a number, nil where it is not in the queue.
    func alert(numbered number: UInt64) -> OutgoingAlert? { place(of: number).map { entries[$0].alert } }

    /// Notes that alerts went out under consecutive publish ids.
    mutating func markSent(_ places: Range<Int>, firstPublishID id: UInt64) {
        if sentNumbers.isEmpty { firstPublishID = id }
        for place in places {
            entries[place].stage = .sent
            sentNumbers.append(number(at: place))
        }
        cursor = places.upperBound
    }

    /// Makes everything that was sent and has no receipt wait again, in its order.
    mutating func markAllWaiting() {
        for place in front..<entries.count {
            if case .sent = entries[place].stage { entries[place].stage = .waiting }
        }
        cursor = front
        sentNumbers.removeAll(keepingCapacity: true)
        sentFront = 0
    }

    /// Makes one alert wait again.
    mutating func markWaiting(_ number: UInt64) {
        guard let place = place(of: number), case .sent = entries[place].stage else { return }
        entries[place].stage = .waiting
        cursor = min(cursor, place)
    }

    // MARK: Receipts

    /// The number of the alert that went out under a publish id; nil where it is none of this session's.
    mutating func number(ofPublishID id: UInt64) -> UInt64? {
        guard id >= firstPublishID, id - firstPublishID < UInt64(sentNumbers.count) else { return nil }
        let index = Int(id - firstPublishID)
        let number = sentNumbers[index]
        guard number != 0 else { return nil }
        sentNumbers[index] = 0
        while sentFront < sentNumbers.count, sentNumbers[sentFront] == 0 { sentFront += 1 }
        if sentFront >= Self.compactionMin, sentFront * 2 >= sentNumbers.count {
            firstPublishID += UInt64(sentFront)
            sentNumbers.removeFirst(sentFront)
            sentFront = 0
        }
        return number
    }

    /// Notes what became of an alert; its bytes are let go of.
    mutating func settle(_ receipt: AlertReceipt) {
        guard let place = place(of: receipt.number) else { return }
        if case .settled = entries[place].stage { return }
        byteCount -= entries[place].alert.byteCount
        unsettledCount -= 1
        entries[place].alert = OutgoingAlert([])
        entries[place].stage = .settled(receipt)
    }

    /// Whether the first alert has its receipt.
    var hasSettled: Bool {
        guard front < entries.count, case .settled = entries[front].stage else { return false }
        return true
    }

    /// Takes off the receipts at the front, up to the first alert that has none.
    mutating func takeSettled(into receipts: inout [AlertReceipt]) {
        while front < entries.count, case .settled(let receipt) = entries[front].stage {
            receipts.append(receipt)
            entries[front].stage = .waiting
            front += 1
            firstNumber += 1
        }
        cursor = max(cursor, front)
        guard front >= Self.compactionMin, front * 2 >= entries.count else { return }
        entries.removeFirst(front)
        cursor -= front
        front = 0
    }

    /// The number of the alert at a place that `nextWaiting` gave.
    func number(at place: Int) -> UInt64 { firstNumber + UInt64(place - front) }

    private func place(of number: UInt64) -> Int? {
        guard number >= firstNumber, number < endNumber else { return nil }
        return front + Int(number - firstNumber)
    }
}
