/// A document that one schema accepts and another refuses, confirmed by judging it by both.
public struct CounterExample: Sendable {
    /// One of the schemas compared.
    public enum Side: String, Sendable {
        /// The older schema.
        case old
        /// The newer schema.
        case new
    }

    /// The document, JSON text.
    public let document: String
    /// The schema that accepts it.
    public let acceptedBy: Side
    /// What the other finds wrong with it.
    public let findings: [Finding]
}
