public import JSONSchema

extension AlertSchemaSet {
    /// A version that does not accept all that the version before it accepted, or may not.
    public struct Break: Sendable {
        /// The newer version.
        public let entry: Entry
        /// The version before it.
        public let predecessor: Entry
        /// Why: never *compatible*.
        public let answer: SchemaCompatibility.Answer
    }

    /// Compares two versions of a schema, each alert taken to name the version it is judged by.
    public func answer(
        old: Entry, new: Entry, direction: SchemaCompatibility.Direction = .backward
    ) throws(SchemaCompileError) -> SchemaCompatibility.Answer {
        let renamed = try registry.compile(new.uri, readingOwnNameAs: old.uri, options: Self.options)
        return SchemaCompatibility.answer(old: old.schema, new: renamed, direction: direction)
    }

    /// The versions beyond the embedded ones that break with the version before them, in the order of `entries`.
    public func breaks() throws(SchemaCompileError) -> [Break] {
        var found: [Break] = []
        for entry in entries {
            guard let predecessor = predecessor(of: entry), !(entry.isEmbedded && predecessor.isEmbedded) else {
                continue
            }
            let answer = try answer(old: predecessor, new: entry)
            if !answer.isCompatible { found.append(Break(entry: entry, predecessor: predecessor, answer: answer)) }
        }
        return found
    }
}
