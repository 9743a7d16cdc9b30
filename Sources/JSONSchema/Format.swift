/// A format that strings may be asserted to have.
public struct Format: Sendable {
    /// The name by which `format` calls it.
    public let name: String
    /// What would be right, to follow "must be": "a date of RFC 3339".
    public let expectation: String
    /// A string that has the format.
    public let example: String?
    /// A regular expression of ECMA-262 that every string of the format matches, nil where nobody has said: what lets a
    /// comparison of schemas know that dates are no longer than ten characters.
    public let outline: String?
    /// Whether the bytes of a string, unescaped, have the format. Called on the fast path: do not allocate.
    public let matches: @Sendable (UnsafeRawBufferPointer) -> Bool

    /// A format under a name.
    public init(
        name: String, expectation: String, example: String? = nil, outline: String? = nil,
        matches: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
    ) {
        self.name = name
        self.expectation = expectation
        self.example = example
        self.outline = outline
        self.matches = matches
    }
}
