internal import JSONDocument

/// Reads the keywords of one schema, refusing values that the metaschema of draft 2020-12 refuses.
struct KeywordReader {
    let place: SchemaPlace
    let scope: Int
    let dialect: Dialect
    var schema: Subschema

    init(place: SchemaPlace, scope: Int, dialect: Dialect) {
        self.place = place
        self.scope = scope
        self.dialect = dialect
        schema = Subschema(place: place, resource: 0)
    }

    mutating func read(into builder: inout GraphBuilder) throws(SchemaCompileError) -> Subschema {
        let node = builder.index.node(place)
        schema = Subschema(place: place, resource: builder.index.owner(of: place) ?? 0)
        switch node.kind {
        case .true: schema.boolean = true
        case .false: schema.boolean = false
        case .object:
            for (name, value) in node.members {
                guard let keyword = name.string else { continue }
                try readMember(keyword, name: name, value, into: &builder)
            }
            if schema.arrays.contains == nil {
                schema.arrays.containsMin = nil
                schema.arrays.containsMax = nil
            }
            if schema.condition == nil {
                schema.then = nil
                schema.otherwise = nil
            }
        default:
            throw builder.index.source(of: place).error(
                .invalidKeyword, at: place.node, "a schema must be an object, true or false")
        }
        return schema
    }

    private mutating func readMember(
        _ keyword: String, name: JSONNode, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        guard let facts = Keyword.all[keyword] else {
            warnIfMisspelt(keyword, name, into: &builder)
            return
        }
        if keyword == "format" {
            try readFormat(value, into: &builder)
            return
        }
        guard facts.vocabulary == .core || dialect.contains(facts.vocabulary) else { return }
        switch facts.vocabulary {
        case .core: try readCore(keyword, value, into: &builder)
        case .applicator, .unevaluated:
            switch facts.holds {
            case .schema: try readSchema(keyword, value, into: &builder)
            case .schemaArray: try readSchemas(keyword, value, into: &builder)
            default: try readNamedSchemas(keyword, value, into: &builder)
            }
        case .validation: try readAssertion(keyword, value, into: &builder)
        default: try readAnnotation(keyword, value, into: &builder)
        }
    }

    private func warnIfMisspelt(_ keyword: String, _ name: JSONNode, into builder: inout GraphBuilder) {
        guard let guess = Suggestion.nearest(to: keyword, among: Keyword.all.keys.sorted()) else { return }
        builder.warnings.append(
            builder.index.source(of: place).warning(
                at: name.index, "unknown keyword '\(keyword)', which asserts nothing; did you mean '\(guess)'?"))
    }

    // MARK: Core and annotations

    private mutating func readCore(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        switch keyword {
        case "$ref", "$dynamicRef":
            let text = try string(keyword, value, builder)
            let target = try builder.referenced(
                by: text, at: value.index, from: place, scope: scope, isDynamic: keyword == "$dynamicRef")
            schema.references.append(Subschema.Applied(keyword: keyword, schema: target))
        case "$defs", "definitions":
            try require(value.kind == .object, keyword, value, "must be an object of schemas", builder)
            // What nobody refers to is read too, so that mistakes in it are found.
            for (_, member) in value.members { _ = try child(member, &builder) }
        case "$comment", "$schema": _ = try string(keyword, value, builder)
        case "$vocabulary": try require(value.kind == .object, keyword, value, "must be an object", builder)
        default: break
        }
    }

    private func readAnnotation(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        switch keyword {
        case "title", "description", "contentEncoding", "contentMediaType": _ = try string(keyword, value, builder)
        case "deprecated", "readOnly", "writeOnly": _ = try boolean(keyword, value, builder)
        case "examples":
            try require(value.kind == .array, keyword, value, "must be an array", builder)
            schema.strings.example = value.elements.lazy.compactMap(\.string).first.map(Wording.quoted)
        default: break
        }
    }

    private mutating func readFormat(
        _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        let isAsserted = dialect.contains(.formatAssertion)
        guard isAsserted || dialect.contains(.formatAnnotation) else { return }
        let name = try string("format", value, builder)
        guard let table = builder.options.formats ?? (isAsserted ? FormatTable.standard : nil) else { return }
        guard let format = table[name] else {
            if builder.options.allowsUnknownFormats { return }
            let guess = Suggestion.phrase(for: name, among: table.names)
            throw builder.index.source(of: place).error(
                .unknownFormat, at: value.index, "the format '\(name)' is not known\(guess)")
        }
        schema.strings.format = builder.formatNumber(format)
    }

    // MARK: Values

    func child(_ value: JSONNode, _ builder: inout GraphBuilder) throws(SchemaCompileError) -> Int {
        try builder.schema(at: SchemaPlace(source: place.source, node: value.index), scope: scope)
    }

    func require(
        _ condition: Bool, _ keyword: String, _ value: JSONNode, _ rule: String, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) {
        guard !condition else { return }
        throw builder.index.source(of: place).error(.invalidKeyword, at: value.index, "\"\(keyword)\" \(rule)")
    }

    func string(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> String {
        try require(value.kind == .string, keyword, value, "must be a string", builder)
        return value.string ?? ""
    }

    func boolean(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> Bool {
        try require(value.bool != nil, keyword, value, "must be true or false", builder)
        return value.bool ?? false
    }

    /// A whole number of at least 0; one too large for memory counts as the largest.
    func count(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> Int {
        let types = JSONTypes(of: value)
        let isCount = types == .integer && !DecimalText(value).isNegative
        try require(isCount, keyword, value, "must be a whole number of at least 0", builder)
        let exact = value.integer.map(Double.init) ?? value.double ?? 0
        return exact >= Double(Int32.max) ? Int(Int32.max) : Int(exact)
    }

    /// Strings that all differ.
    func names(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> [String] {
        try require(value.kind == .array, keyword, value, "must be an array of strings", builder)
        var names: [String] = []
        var seen = Set<String>()
        for element in value.elements {
            let name = element.string ?? ""
            try require(element.kind == .string, keyword, element, "must be an array of strings", builder)
            try require(seen.insert(name).inserted, keyword, element, "must not name '\(name)' twice", builder)
            names.append(name)
        }
        return names
    }
}
