/// The bounds of everything the journal holds, writes or reads.
public enum JournalLimits {
    /// The largest record, its fixed fields included: the largest alert allowed (1 MiB), with room beside it.
    public static let recordBytesMax = 2 << 20

    /// The most that one commit writes.
    public static let commitBytesMax = 16 << 20

    /// The most entries that one commit writes.
    public static let commitEntriesMax = 8192

    /// The longest key of a control entry.
    public static let controlKeyBytesMax = 512

    /// The longest value of a control entry.
    public static let controlValueBytesMax = 64 << 10

    /// The most keys in the control state.
    public static let controlKeysMax = 65_536

    /// The most bytes, keys and values together, in the control state: it is copied into every segment's beginning.
    public static let controlBytesMax = 16 << 20

    /// The longest identifier of a hub.
    public static let hubIdentifierBytesMax = 64

    /// The size at which a segment is closed, unless configured otherwise.
    public static let segmentBytesDefault = 64 << 20

    /// The smallest size that may be configured for a segment.
    public static let segmentBytesMin = 1 << 10

    /// The largest size that may be configured for a segment.
    public static let segmentBytesMax = 1 << 30

    /// The most segments that a folder may hold.
    public static let segmentsMax = 1 << 20

    /// The distance between two remembered places in a segment.
    static let sparseIntervalBytes = 64 << 10

    /// What a sequential reader reads at once.
    static let readWindowBytes = 256 << 10

    /// The most files of closed segments kept open.
    static let openFilesMax = 32
}
