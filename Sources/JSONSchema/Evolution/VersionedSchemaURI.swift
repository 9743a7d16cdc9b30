/// A schema's URI whose last segment is its version: `https://customs.example/schemas/seizure/1-2-0`.
public struct VersionedSchemaURI: Hashable, Sendable {
    /// What all versions share: the URI up to the slash before the version.
    public let family: String
    /// The version.
    public let version: SchemaVersion

    /// A URI by its parts.
    public init(family: String, version: SchemaVersion) {
        self.family = family
        self.version = version
    }

    /// Reads a URI; nil where it does not end in a version. An empty fragment is passed over.
    public init?(_ uri: String) {
        let plain = uri.hasSuffix("#") ? uri.dropLast() : uri[...]
        guard let slash = plain.lastIndex(of: "/"), slash > plain.startIndex,
            let version = SchemaVersion(plain[plain.index(after: slash)...])
        else { return nil }
        self.init(family: String(plain[..<slash]), version: version)
    }

    /// The last segment of the family, for people: `seizure`.
    public var name: String { family.split(separator: "/").last.map(String.init) ?? family }
}

extension VersionedSchemaURI: Comparable {
    /// By family, then by version.
    public static func < (one: VersionedSchemaURI, other: VersionedSchemaURI) -> Bool {
        one.family == other.family ? one.version < other.version : one.family < other.family
    }
}

extension VersionedSchemaURI: CustomStringConvertible {
    /// The URI.
    public var description: String { "\(family)/\(version)" }
}
