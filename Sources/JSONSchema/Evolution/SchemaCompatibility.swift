/// Whether documents and schemas of different versions go together.
public enum SchemaCompatibility {
    /// Who must be able to read whose documents.
    public enum Direction: String, CaseIterable, Sendable {
        /// The new schema accepts whatever the old one accepts.
        case backward
        /// The old schema accepts whatever the new one accepts.
        case forward
        /// Both.
        case full
    }

    /// What a comparison ends with. An answer is never *compatible* unless that is proved.
    public enum Answer: Sendable {
        /// Every document that must be accepted is.
        case compatible
        /// One is not.
        case incompatible(CounterExample)
        /// It was not found out: to be treated as incompatible.
        case undecided(Undecided)
    }

    /// What kept a comparison from an answer.
    public struct Undecided: Sendable {
        /// The keyword that could not be decided, `schema` where it is the whole.
        public let keyword: String
        /// Where it stands: URI and pointer; nil where no single place is to blame.
        public let location: String?
        /// Why.
        public let reason: String
    }

    /// Compares two schemas. They must have been compiled with the same formats.
    ///
    /// Bounded: what takes too many steps is undecided.
    public static func answer(
        old: CompiledSchema, new: CompiledSchema, direction: Direction = .backward
    ) -> Answer {
        switch direction {
        case .backward: return SchemaComparison(writer: old, reader: new, acceptedBy: .old).answer()
        case .forward: return SchemaComparison(writer: new, reader: old, acceptedBy: .new).answer()
        case .full:
            let backward = answer(old: old, new: new, direction: .backward)
            if case .incompatible = backward { return backward }
            let forward = answer(old: old, new: new, direction: .forward)
            if case .compatible = forward { return backward }
            return forward
        }
    }
}

extension SchemaCompatibility.Answer {
    /// Whether the answer is *compatible*.
    public var isCompatible: Bool { if case .compatible = self { true } else { false } }
}

extension SchemaCompatibility.Undecided: CustomStringConvertible {
    /// `keyword at location: reason`.
    public var description: String {
        location.map { "\"\(keyword)\" at \($0): \(reason)" } ?? "\"\(keyword)\": \(reason)"
    }
}
