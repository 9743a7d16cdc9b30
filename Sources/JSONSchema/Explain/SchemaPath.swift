internal import JSONDocument

/// The way on which a keyword was reached from the root of a schema: some tokens more than another way.
///
/// Ways are kept between documents, with the locations that were told of them: what goes wrong is mostly the same again.
final class SchemaPath {
    private let parent: SchemaPath?
    private let own: [String]
    @exclusivity(unchecked) private var children: [SchemaPath] = []
    @exclusivity(unchecked) private var locations: [Location] = []

    private struct Location {
        let keyword: String
        let schema: Int
        let keywordLocation: JSONPointer
        let absoluteKeywordLocation: String
    }

    /// More than so many ways from one on are not kept.
    private static let childrenMax = 32

    init(_ parent: SchemaPath?, _ own: [String]) {
        self.parent = parent
        self.own = own
    }

    /// The way on, kept as long as there are `keptLeft` more to be kept.
    func child(_ token: String, keptLeft: inout Int) -> SchemaPath {
        for child in children where child.own.count == 1 && child.own[0] == token { return child }
        return add([token], &keptLeft)
    }

    func child(_ tokens: [String], keptLeft: inout Int) -> SchemaPath {
        for child in children where child.own == tokens { return child }
        return add(tokens, &keptLeft)
    }

    private func add(_ tokens: [String], _ keptLeft: inout Int) -> SchemaPath {
        let child = SchemaPath(self, tokens)
        if keptLeft > 0, children.count < Self.childrenMax {
            keptLeft -= 1
            children.append(child)
        }
        return child
    }

    /// The locations of a keyword of the schema that the way leads to.
    func locations(
        of keyword: String, in schema: Int, _ graph: SchemaGraph
    ) -> (keyword: JSONPointer, absolute: String) {
        for known in locations where known.schema == schema && known.keyword == keyword {
            return (known.keywordLocation, known.absoluteKeywordLocation)
        }
        let made = Location(
            keyword: keyword, schema: schema, keywordLocation: JSONPointer(tokens: tokens + [keyword]),
            absoluteKeywordLocation: graph.absoluteLocation(of: schema, appending: [keyword]))
        locations.append(made)
        return (made.keywordLocation, made.absoluteKeywordLocation)
    }

    /// The whole way.
    var tokens: [String] { (parent?.tokens ?? []) + own }

    /// Lets go of all ways from here on, which know the way back.
    fileprivate func forget() {
        for child in children { child.forget() }
        children = []
    }
}

/// The ways through one schema, and what else the search for findings remembers.
final class SchemaPaths {
    let schema: CompiledSchema
    let root = SchemaPath(nil, [])
    @exclusivity(unchecked) var keptLeft = SchemaPaths.keptMax

    /// What elements of the document at hand are called, found out once for each.
    @exclusivity(unchecked) var subjects: [Int: String] = [:]

    /// So many ways are kept.
    private static let keptMax = 1024

    init(_ schema: CompiledSchema) { self.schema = schema }

    deinit { root.forget() }
}
