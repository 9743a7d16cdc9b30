internal import AlertModel
internal import AlertSchemas
internal import JSONSchema

/// The schemas that a running hub serves, and the texts of all that it served since it started.
struct ServedSchemaHistory: Sendable {
    private var served: AlertSchemaSet
    /// The texts by URI.
    private(set) var known: [String: [UInt8]] = [:]

    init(_ served: AlertSchemaSet) {
        self.served = served
        note(served)
    }

    private mutating func note(_ set: AlertSchemaSet) {
        for entry in set.entries { known[entry.uri] = entry.file.bytes }
    }

    /// Serves other schemas from now on; what changed, in words that follow others.
    mutating func replace(by schemas: AlertSchemaSet) -> String {
        let added = Self.names(of: schemas, notIn: served)
        let removed = Self.names(of: served, notIn: schemas)
        served = schemas
        note(schemas)
        var text = ""
        if !added.isEmpty { text += "; new schemas: \(added)" }
        if !removed.isEmpty { text += "; alerts of these schemas are refused from now on: \(removed)" }
        return text
    }

    private static func names(of one: AlertSchemaSet, notIn other: AlertSchemaSet) -> String {
        one.entries.filter { other.entry($0.uri) == nil }.map { "\($0.name.name) \($0.name.version)" }
            .joined(separator: ", ")
    }
}
