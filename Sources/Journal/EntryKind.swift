/// What an entry of the journal is.
///
/// Kinds below 128 are numbered: each such entry takes a position and is a leaf of the transparency tree. Kinds from
/// 128 on are control entries: no position, no leaf; of those with the same kind and key the last one counts.
/// The journal treats all numbered kinds alike, so that values not named here may be used by later versions.
@frozen
public struct EntryKind: RawRepresentable, Hashable, Sendable {
    /// The number that stands in the record.
    public let rawValue: UInt8

    /// The kind with this number; 0 is none.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The lowest number of a control kind.
    @usableFromInline static let controlFirst: UInt8 = 128

    /// An alert.
    public static let alert = EntryKind(rawValue: 1)

    /// The erasure of an earlier entry's body.
    public static let tombstone = EntryKind(rawValue: 2)

    /// A change of the directory.
    public static let directory = EntryKind(rawValue: 3)

    /// A change of a rule.
    public static let rule = EntryKind(rawValue: 4)

    /// How far a subscription has been confirmed (control).
    public static let cursor = EntryKind(rawValue: 128)

    /// A durable subscription (control).
    public static let subscription = EntryKind(rawValue: 129)

    /// A revision in force, as of the directory (control).
    public static let revision = EntryKind(rawValue: 130)

    /// Written by the journal itself when it is closed in order, so that everything before it is known to be on disk.
    static let closed = EntryKind(rawValue: 255)

    /// Whether entries of this kind take a position.
    @inlinable public var isNumbered: Bool { rawValue < Self.controlFirst }
}
