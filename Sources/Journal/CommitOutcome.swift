/// What became of the hand-overs that were tried together; each hand-over is told of exactly once, in order.
public enum CommitOutcome: Sendable {
    /// All hand-overs up to and including `through` are durable.
    case committed(Commit, through: HandOver)

    /// One hand-over was refused before anything of it was written; the journal goes on.
    case refused(HandOver, JournalError)

    /// The journal has failed or is closed: nothing from the hand-over `from` on is committed, nor will be.
    case failed(JournalError, from: HandOver)
}

/// The number of a hand-over to a ``JournalWriter``, counted from 1.
public typealias HandOver = UInt64

/// What the writer has done since it began.
public struct JournalCounters: Sendable, Equatable {
    /// How many commits, each with one write and one sync.
    public var commits: UInt64 = 0
    /// How many entries were committed.
    public var entries: UInt64 = 0
    /// How many bytes were written.
    public var bytes: UInt64 = 0
    /// How many hand-overs were refused.
    public var refusals: UInt64 = 0
    /// The most entries in one commit.
    public var commitEntriesMax: Int = 0
    /// How long the commits took together, in nanoseconds.
    public var commitNanoseconds: UInt64 = 0
    /// How long the slowest commit took, in nanoseconds.
    public var commitNanosecondsMax: UInt64 = 0
    /// How many commits had 1, 2–3, 4–7, … entries: bucket `n` counts those with at least 2ⁿ.
    public var commitSizes: [UInt64] = Array(repeating: 0, count: 14)

    /// Nothing done yet.
    public init() {}

    mutating func count(_ commit: Commit, nanoseconds: UInt64) {
        commits += 1
        entries += UInt64(commit.entryCount)
        bytes += UInt64(commit.byteCount)
        commitEntriesMax = max(commitEntriesMax, commit.entryCount)
        commitNanoseconds += nanoseconds
        commitNanosecondsMax = max(commitNanosecondsMax, nanoseconds)
        let bucket = commit.entryCount.bitWidth - 1 - max(1, commit.entryCount).leadingZeroBitCount
        commitSizes[min(bucket, commitSizes.count - 1)] += 1
    }
}
