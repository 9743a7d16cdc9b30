internal import JSONDocument

/// What a schema allows at one place: which types, values and properties are possible there, over all branches.
///
/// A shape never promises too much: what it rules out cannot stand in a valid document, but not everything it leaves
/// possible can. So `type` of `seizure.kind` may be asked, and whether a field exists at all.
public struct SchemaShape: Sendable {
    let graph: SchemaGraph
    let form: Form

    /// A combination of schemas that applies to one value.
    indirect enum Form: Sendable {
        case anything
        case nothing
        case schema(Int)
        case all([Form])
        case any([Form])

        /// Larger combinations are given up, for the shape of anything.
        static let partsMax = 1024

        /// How many forms it is made of, itself included.
        var partCount: Int {
            switch self {
            case .anything, .nothing, .schema: 1
            case .all(let forms), .any(let forms): forms.reduce(1) { $0 + $1.partCount }
            }
        }
    }

    /// The types possible; empty where no value is.
    public var types: JSONTypes { ShapeFacts(graph: graph).types(form) }

    /// The strings possible where only certain strings are; nil where any string or another type may stand. `null`,
    /// numbers and booleans among the constants do not count.
    public var stringConstants: [String]? { ShapeFacts(graph: graph).constants(form)?.compactMap(\.string) }

    /// The values possible, as JSON text, where only certain values are.
    public var constants: [String]? {
        ShapeFacts(graph: graph).constants(form)?.map { value in
            String(decoding: value.tape.text(of: value), as: UTF8.self)
        }
    }

    /// The longest string possible in code points, nil where there is no bound.
    public var lengthMax: Int? { ShapeFacts(graph: graph).most(form) { $0.strings.lengthMax } }

    /// The most elements possible, nil where there is no bound.
    public var itemsMax: Int? { ShapeFacts(graph: graph).most(form) { $0.arrays.itemsMax } }

    /// A whole number that no number possible is greater than, nil where there is no bound.
    public var numberMax: Int? {
        ShapeFacts(graph: graph).most(form) { schema in
            [schema.numbers.maximum, schema.numbers.exclusiveMaximum].compactMap { $0?.wholeNumber(.up) }.min()
        }
    }

    /// A whole number that no number possible is less than, nil where there is no bound.
    public var numberMin: Int? {
        let negated = ShapeFacts(graph: graph).most(form) { schema in
            [schema.numbers.minimum, schema.numbers.exclusiveMinimum].compactMap { $0?.wholeNumber(.down).map { -$0 } }
                .min()
        }
        return negated.map { -$0 }
    }

    /// The names of the formats that strings must have in some branch, sorted.
    public var formats: [String] {
        Set(ShapeFacts(graph: graph).schemas(in: form).compactMap { graph.schemas[$0].strings.format })
            .map { graph.formats[$0].name }.sorted()
    }

    /// The text of `title`, else of `description`, of the first schema here that has one.
    public var title: String? {
        for schema in ShapeFacts(graph: graph).schemas(in: form) {
            if let text = graph.keyword("title", of: schema)?.string { return text }
            if let text = graph.keyword("description", of: schema)?.string { return text }
        }
        return nil
    }

    /// The names that `properties` mentions in some branch, sorted.
    public var propertyNames: [String] {
        let names = ShapeFacts(graph: graph).schemas(in: form).flatMap { graph.schemas[$0].objects.properties }
        return Set(names.map(\.name)).sorted()
    }

    /// Whether an object must have a property, in every branch.
    public func requires(_ name: String) -> Bool { ShapeFacts(graph: graph).requires(form, name) }

    /// What is allowed as the property of a name; nil where no valid object has it.
    ///
    /// Where an object is open, a name that no schema mentions has the shape of anything: ask `declares` as well.
    public func property(_ name: String) -> SchemaShape? {
        guard types.contains(.object) else { return nil }
        return child(ShapeDescent(graph: graph).property(name, of: form))
    }

    /// Whether some schema says what the property of a name is like, by name, pattern or for all further names.
    public func declares(_ name: String) -> Bool { ShapeDescent(graph: graph).declares(name, in: form) }

    /// What is allowed as an element, at any index; nil where no valid array has one.
    public var items: SchemaShape? {
        guard types.contains(.array) else { return nil }
        return child(ShapeDescent(graph: graph).items(of: form))
    }

    /// Objects of which a valid one is exactly one, told apart by the texts of one property, such as `scheme`.
    public struct Alternatives: Sendable {
        /// The property that tells them apart; all of them require nothing else to be known.
        public let discriminator: String
        /// The texts that the property has in each, and what the object is like then.
        public let cases: [(values: [String], shape: SchemaShape)]
    }

    /// The alternatives of a `oneOf` or `anyOf` whose branches differ in the constants of one property; nil where
    /// there are none.
    public var alternatives: Alternatives? {
        for schema in ShapeFacts(graph: graph).unconditional(in: form) {
            let subschema = graph.schemas[schema]
            for group in [subschema.oneOf, subschema.anyOf] where group.count > 1 {
                if let found = alternatives(group) { return found }
            }
        }
        return nil
    }

    private func alternatives(_ group: [Int]) -> Alternatives? {
        let shapes = group.map { SchemaShape(graph: graph, form: .all([form, .schema($0)])) }
        guard let first = shapes.first else { return nil }
        for name in first.propertyNames {
            let values = shapes.map { $0.property(name)?.stringConstants ?? [] }
            let all = values.flatMap { $0 }
            guard values.allSatisfy({ !$0.isEmpty }), Set(all).count == all.count else { continue }
            return Alternatives(discriminator: name, cases: zip(values, shapes).map { (values: $0, shape: $1) })
        }
        return nil
    }

    private func child(_ form: Form) -> SchemaShape? {
        if case .nothing = form { return nil }
        let shape = SchemaShape(graph: graph, form: form.partCount > Form.partsMax ? .anything : form)
        return shape.types.isEmpty ? nil : shape
    }
}

extension CompiledSchema {
    /// What the schema allows, to be looked into by property and element.
    public var shape: SchemaShape { SchemaShape(graph: graph, form: .schema(SchemaGraph.root)) }
}

extension JSONNode {
    /// A number rounded to a whole one that has a negative, nil where it is none or too great.
    fileprivate func wholeNumber(_ rule: FloatingPointRoundingRule) -> Int? {
        var whole = integer.flatMap { Int(exactly: $0) }
        if integer == nil, let double {
            // The number that is written may lie a little beside the nearest double.
            whole = Int(exactly: (rule == .up ? double.nextUp : double.nextDown).rounded(rule))
        }
        return whole == .min ? nil : whole
    }
}
