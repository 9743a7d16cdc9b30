/// What the hub's surroundings say of themselves, for `status`.
struct HubEnvironment {
    /// Commits of the journal, each with one write and one sync.
    var commits: UInt64 = 0
    /// Bytes that they wrote.
    var committedBytes: UInt64 = 0
    /// How long the slowest took.
    var commitMicrosecondsMax: UInt64 = 0
    /// Positions that the index is behind the log.
    var indexLag: UInt64 = 0
    /// TCP connections.
    var connections = 0
}
