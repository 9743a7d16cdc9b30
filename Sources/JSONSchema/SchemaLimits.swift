/// The bounds of schemas and of the work a verdict may take.
public enum SchemaLimits {
    /// The largest schema file, in bytes.
    public static let schemaBytesMax = 4 << 20
    /// How many subschemas one compiled schema may have, those of the documents it refers to included.
    public static let subschemasMax = 100_000
    /// How many applicators may apply to one value one inside the other: `allOf` within `$ref` within `if` and so on.
    public static let inPlaceDepthMax = 32
    /// How many instructions a compiled schema may have.
    public static let instructionsMax = 1_000_000
    /// How many property names the schemas that apply to one object may mention.
    public static let namesPerObjectMax = 4096
    /// The longest regular expression, in bytes.
    public static let patternBytesMax = 4096
    /// How many findings are collected unless the caller says otherwise.
    public static let findingsMax = 100

    /// Steps after which a verdict starts to remember what it already judged: for each value, and at least.
    static let stepsPerValueMax = 64
    static let stepsMin = 4096
    /// Steps after which a verdict is given up although it remembers: for each value, and at least.
    static let rememberedStepsPerValueMax = 4096
    static let rememberedStepsMin = 1 << 20
    /// How many sub-verdicts are remembered.
    static let memoEntriesMax = 1 << 20
    /// Steps after which the search for findings is given up.
    static let explainStepsMax = 200_000
    /// Steps after which the search for findings starts to remember what it found.
    static let explainStepsUnremembered = 1_000
    /// Memory of one RE2 program and its cache, in bytes.
    static let patternMemoryBytesMax = 1 << 20
}
