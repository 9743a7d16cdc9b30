internal import ExchangeProtocol
internal import JSONDocument

/// The latest refusals, kept so that a publisher, or an operator, can ask what became of an alert.
struct RefusalLog {
    /// One refused alert.
    struct Entry {
        /// When, in milliseconds since 1970.
        let time: UInt64
        /// Who sent it: `GT/enforcement-1`.
        let sender: String
        /// The publish id in its session.
        let publishID: UInt64
        /// The alert's own id as far as it could be read, empty otherwise.
        let alertID: String
        /// Why.
        let code: ProtocolErrorCode
        /// The findings as a JSON array.
        let findings: [UInt8]
    }

    private var entries: [Entry] = []
    private var oldest = 0
    /// How many alerts were refused since the start, by code.
    private(set) var counts: [ProtocolErrorCode: UInt64] = [:]

    /// Keeps one more; the oldest goes where there is no room.
    mutating func append(_ entry: Entry) {
        counts[entry.code, default: 0] += 1
        if entries.count < HubLimits.refusalsKeptMax {
            entries.append(entry)
        } else {
            entries[oldest] = entry
            oldest = (oldest + 1) % HubLimits.refusalsKeptMax
        }
    }

    /// The latest refusals, newest first; of one sender where one is named.
    func latest(_ limit: Int, sender: String?) -> [Entry] {
        let inOrder = entries[oldest...] + entries[..<oldest]
        return Array(inOrder.reversed().lazy.filter { sender == nil || $0.sender == sender }.prefix(limit))
    }
}
