/// A version of a schema by SchemaVer, `MODEL-REVISION-ADDITION`, and its order.
///
/// MODEL rises when no document of the past can be read any more, REVISION when some cannot, ADDITION when all can.
public struct SchemaVersion: Hashable, Sendable {
    /// Counts the breaks with everything before, from 1.
    public let model: Int
    /// Counts the changes within a model that may refuse documents of the past, from 0.
    public let revision: Int
    /// Counts the changes within a revision that refuse none, from 0.
    public let addition: Int

    private static let digitsMax = 6

    /// A version by its numbers.
    public init(model: Int, revision: Int, addition: Int) {
        self.model = model
        self.revision = revision
        self.addition = addition
    }

    /// Reads `1-2-0`: three decimal numbers without leading zeros, the first of at least 1; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard part.count <= Self.digitsMax, part.utf8.allSatisfy(\.isASCIIDigit), let number = Int(part),
                String(number) == part
            else { return nil }
            numbers.append(number)
        }
        guard numbers[0] >= 1 else { return nil }
        self.init(model: numbers[0], revision: numbers[1], addition: numbers[2])
    }

    /// Whether the numbers promise that this version accepts whatever `older` accepted: only ADDITION rose.
    public func promisesToAccept(_ older: SchemaVersion) -> Bool {
        model == older.model && revision == older.revision && addition >= older.addition
    }
}

extension SchemaVersion: Comparable {
    /// MODEL first, then REVISION, then ADDITION.
    public static func < (one: SchemaVersion, other: SchemaVersion) -> Bool {
        (one.model, one.revision, one.addition) < (other.model, other.revision, other.addition)
    }
}

extension SchemaVersion: CustomStringConvertible {
    /// `1-2-0`.
    public var description: String { "\(model)-\(revision)-\(addition)" }
}
