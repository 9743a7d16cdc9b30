/// The formats that schemas may assert, by name.
public struct FormatTable: Sendable {
    private var formats: [String: Format] = [:]

    /// A table of these formats; of two with one name the later counts.
    public init(_ formats: [Format] = []) {
        for format in formats { register(format) }
    }

    /// Adds a format, or replaces the one of its name.
    public mutating func register(_ format: Format) { formats[format.name] = format }

    /// This table with further formats.
    public func adding(_ formats: [Format]) -> FormatTable {
        var table = self
        for format in formats { table.register(format) }
        return table
    }

    /// The format of a name, nil where there is none.
    public subscript(name: String) -> Format? { formats[name] }

    /// The names, sorted.
    public var names: [String] { formats.keys.sorted() }
}
