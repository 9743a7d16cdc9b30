internal import Journal
internal import Trust

/// What was handed to the journal and is not known to be durable, in the order of positions, and how much of it
/// there is.
struct PendingQueue {
    private var entries: [PendingEntry] = []
    private var start = 0
    private var directoryCount = 0
    /// The bytes of all of it.
    private(set) var byteCount = 0

    /// How many entries there are.
    var count: Int { entries.count - start }

    /// Whether there is room for one more alert.
    var hasRoom: Bool { count < HubLimits.pendingAlertsMax && byteCount < HubLimits.pendingBytesMax }

    /// The newest directory among them, nil where there is none.
    var latestDirectory: Directory? {
        guard directoryCount > 0 else { return nil }
        for entry in entries[start...].reversed() {
            if case .directory(let directory) = entry { return directory }
        }
        return nil
    }

    /// Adds the entry of the next position.
    mutating func append(_ entry: PendingEntry) {
        byteCount += entry.byteCount
        if case .directory = entry { directoryCount += 1 }
        entries.append(entry)
    }

    /// Takes out the oldest entry.
    mutating func popFirst() -> PendingEntry? {
        guard start < entries.count else { return nil }
        let entry = entries[start]
        start += 1
        byteCount -= entry.byteCount
        if case .directory = entry { directoryCount -= 1 }
        // Moving the rest down now and then costs each entry one move on average.
        if start > 256, start * 2 > entries.count {
            entries.removeFirst(start)
            start = 0
        }
        return entry
    }

    /// Lets somebody else wait for the receipt of an alert that is on its way: the `offset`th from the oldest.
    mutating func wait(_ waiter: ReceiptWaiter, at offset: Int) {
        guard offset >= 0, start + offset < entries.count, case .alert(var alert) = entries[start + offset] else {
            return
        }
        alert.waiters.append(waiter)
        entries[start + offset] = .alert(alert)
    }
}
