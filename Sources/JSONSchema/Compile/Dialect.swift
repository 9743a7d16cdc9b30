/// The vocabularies that apply to a schema resource (JSON Schema Core 2020-12, section 8.1).
struct Dialect: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let core = Dialect(rawValue: 1 << 0)
    static let applicator = Dialect(rawValue: 1 << 1)
    static let unevaluated = Dialect(rawValue: 1 << 2)
    static let validation = Dialect(rawValue: 1 << 3)
    static let metaData = Dialect(rawValue: 1 << 4)
    static let formatAnnotation = Dialect(rawValue: 1 << 5)
    static let formatAssertion = Dialect(rawValue: 1 << 6)
    static let content = Dialect(rawValue: 1 << 7)

    /// What `https://json-schema.org/draft/2020-12/schema` declares.
    static let standard: Dialect = [
        .core, .applicator, .unevaluated, .validation, .metaData, .formatAnnotation, .content,
    ]

    /// The metaschema of the standard dialect.
    static let standardURI = "https://json-schema.org/draft/2020-12/schema"

    private static let vocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/"
    private static let vocabularies: [String: Dialect] = [
        "core": .core, "applicator": .applicator, "unevaluated": .unevaluated, "validation": .validation,
        "meta-data": .metaData, "format-annotation": .formatAnnotation, "format-assertion": .formatAssertion,
        "content": .content,
    ]

    /// The vocabulary of a URI, nil where this validator does not know it.
    static func vocabulary(_ uri: String) -> Dialect? {
        guard uri.hasPrefix(vocabularyPrefix) else { return nil }
        return vocabularies[String(uri.dropFirst(vocabularyPrefix.count))]
    }
}
