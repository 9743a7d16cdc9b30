/// The bounds that imports keep to, so that no table can exhaust the memory.
public enum ImportLimits {
    /// Largest table, in bytes.
    public static let tableBytesMax = 512 << 20
    /// Largest archive, in bytes.
    public static let archiveBytesMax = 128 << 20
    /// Most files in an archive.
    public static let archiveEntriesMax = 1_000
    /// How many times larger than its packed form a file of an archive may be. Deflate reaches a thousand only on
    /// data that says nothing.
    public static let expansionMax = 200
    /// Files up to this size may expand as they like, in bytes.
    public static let expansionFreeBytes = 1 << 20
    /// Longest field, in bytes.
    public static let fieldBytesMax = 64 << 10
    /// Longest row, in bytes.
    public static let rowBytesMax = 1 << 20
    /// Most fields in a row.
    public static let fieldsMax = 512
    /// Among how many different rows exact duplicates are looked for.
    public static let distinctRowsMax = 20_000_000
    /// Most refused rows kept for the report; all are counted, and all are handed out.
    public static let refusalsKeptMax = 100_000
    /// Most different values kept for the report of what was left out.
    public static let notesKeptMax = 1_000
    /// Longest name of a place, in characters; what is longer is cut.
    public static let placeCharactersMax = 120
    /// Longest headline, in characters; what is longer is cut.
    public static let headlineCharactersMax = 160
    /// Longest description of goods, in characters; what is longer is cut.
    public static let descriptionCharactersMax = 400
    /// Largest mapping, in bytes.
    public static let mappingBytesMax = 4 << 20
}
