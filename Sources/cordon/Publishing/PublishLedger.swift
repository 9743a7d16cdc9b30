import CordonClient

/// What is known of the alerts that were read: where each stands, and what became of them.
struct PublishLedger: Sendable {
    /// Where an alert stands in the input.
    struct Origin: Sendable {
        /// The name of the file.
        let file: String
        /// The line on which it begins, from 1; nil for one that an earlier run left in the outbox.
        let line: Int?
        /// How far into all the input it ends, in bytes.
        let end: Int
    }

    /// How many alerts came to which end.
    struct Counts: Sendable {
        var read = 0
        var accepted = 0
        var duplicates = 0
        var refused = 0
        /// Of the refused ones, those for want of a right.
        var notAllowed = 0
        /// The greatest position told in a receipt.
        var position: UInt64 = 0
        var settled: Int { accepted + duplicates + refused }
    }

    /// The number that the first alert of this run gets; lower ones are left from earlier runs.
    let firstNumber: UInt64
    private(set) var counts = Counts()
    /// The alert that was settled last.
    private(set) var last: Origin?
    /// Whether everything was read and handed over.
    var isFed = false
    private var waiting: [Origin] = []
    private var front = 0
    private let outboxName: String

    private static let compactionMin = 4_096

    init(firstNumber: UInt64, outboxName: String) {
        self.firstNumber = firstNumber
        self.outboxName = outboxName
    }

    /// How many alerts of this run await their receipt.
    var pendingCount: Int { waiting.count - front }

    /// Whether every alert of this run was read and has its receipt.
    var isFinished: Bool { isFed && pendingCount == 0 }

    /// Notes alerts, in the order in which they are published next.
    mutating func note(_ origins: [Origin]) {
        waiting.append(contentsOf: origins)
        counts.read += origins.count
    }

    /// Notes a receipt; they come in the order of publishing.
    mutating func settle(_ receipt: AlertReceipt) -> Origin {
        var origin = Origin(file: outboxName, line: nil, end: last?.end ?? 0)
        if receipt.number >= firstNumber, front < waiting.count {
            origin = waiting[front]
            front += 1
            if front >= Self.compactionMin, front * 2 >= waiting.count {
                waiting.removeFirst(front)
                front = 0
            }
        }
        switch receipt.outcome {
        case .accepted(let position, _):
            counts.accepted += 1
            counts.position = max(counts.position, position)
        case .duplicate(let position, _):
            counts.duplicates += 1
            counts.position = max(counts.position, position)
        case .refused(let error):
            counts.refused += 1
            if error.isForWantOfRights { counts.notAllowed += 1 }
        }
        last = origin
        return origin
    }
}
