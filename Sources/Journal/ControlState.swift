/// What the control entries add up to: for each kind and key the last value.
public struct ControlState: Sendable, Equatable {
    private struct Key: Hashable {
        let kind: EntryKind
        let bytes: [UInt8]
    }

    private var values: [Key: [UInt8]] = [:]

    /// The size of all keys and values, in bytes.
    public private(set) var byteCount = 0

    /// The state of a new log: nothing.
    public init() {}

    /// How many keys there are.
    public var count: Int { values.count }

    /// The last value under this kind and key, nil where there is none or it was removed.
    public func value(_ kind: EntryKind, key: [UInt8]) -> [UInt8]? { values[Key(kind: kind, bytes: key)] }

    /// All keys and values of a kind, ordered by key.
    public func values(of kind: EntryKind) -> [(key: [UInt8], value: [UInt8])] {
        values.filter { $0.key.kind == kind }.map { (key: $0.key.bytes, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Puts a value in the place of the last one; an empty value removes the key.
    public mutating func set(_ kind: EntryKind, key: [UInt8], value: [UInt8]) {
        let place = Key(kind: kind, bytes: key)
        let old = value.isEmpty ? values.removeValue(forKey: place) : values.updateValue(value, forKey: place)
        if let old { byteCount -= key.count + old.count }
        if !value.isEmpty { byteCount += key.count + value.count }
    }

    /// Applies a control entry; a numbered one, and the journal's own, change nothing.
    public mutating func apply(_ entry: JournalEntry) {
        guard !entry.kind.isNumbered, entry.kind != .closed else { return }
        set(entry.kind, key: Array(entry.header), value: Array(entry.body))
    }

    /// Everything, ordered by kind and key, as it is written into a segment's beginning.
    func ordered() -> [(kind: EntryKind, key: [UInt8], value: [UInt8])] {
        values.map { (kind: $0.key.kind, key: $0.key.bytes, value: $0.value) }.sorted { one, other in
            one.kind == other.kind
                ? one.key.lexicographicallyPrecedes(other.key) : one.kind.rawValue < other.kind.rawValue
        }
    }
}
