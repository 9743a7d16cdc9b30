/// The bounds of a rule. Rules come from other administrations: none may make the hub slow, whatever it says and
/// whatever alert it meets.
public enum RuleLimits {
    /// The longest text of a rule, in bytes of UTF-8.
    public static let textBytesMax = 4 << 10
    /// How deep expressions may nest: brackets, calls, member chains and unary operators alike.
    public static let expressionDepthMax = 64
    /// How deep `all`, `exists` and the other macros over lists may nest.
    public static let comprehensionDepthMax = 2
    /// How many values a list literal, and how many entries a map literal, may hold.
    public static let listValuesMax = 256
    /// How many alternatives a rule may have once `&&` is distributed over `||`.
    public static let disjunctsMax = 32
    /// The longest regular expression, in bytes of UTF-8.
    public static let patternBytesMax = 256
    /// The memory a compiled regular expression may take, its cache included, in bytes.
    public static let patternMemoryBytesMax = 128 << 10
    /// The longest text that `format` makes, in bytes of UTF-8.
    public static let formattedBytesMax = 16 << 10
    /// The most digits that `format` writes behind the point.
    public static let formattedDigitsMax = 100
    /// The largest cost of a rule at worst; see `Rule.cost`. What is accepted against a schema is never broken off on
    /// an alert that the schema lets through.
    public static let costMax = 200_000
    /// The steps after which evaluation gives up, leaving the outcome undetermined. One step is about one operator,
    /// one element visited, or `bytesPerStep` bytes of text compared.
    public static let stepsMax = 200_000
    /// The faults reported of one text; further ones are left out.
    public static let errorsMax = 16

    /// Bytes of text that one step covers where strings are searched, copied or compared.
    static let bytesPerStep = 64
    /// The steps that each part of a text takes which `split` makes a text of its own.
    static let stepsPerPart = 8
    /// The bytes an alert is assumed to have at most where the cost is estimated.
    static let alertBytesAssumed = 64 << 10
    /// The elements a list of an alert is assumed to have where the cost is estimated.
    static let listElementsAssumed = 64
}
