public import AlertModel

/// One alert made from a row.
public struct ImportedAlert: Sendable {
    /// The alert: compact JSON without a line end.
    public let bytes: [UInt8]
    /// Its identifier.
    public let id: AlertIdentifier
    /// The category of its goods.
    public let category: String
    /// The line on which its row begins, from 1.
    public let line: Int
    /// The row's number, from 1, the heading not counted.
    public let row: Int
}

/// What came of one row.
public enum ImportOutcome: Sendable {
    /// An alert.
    case alert(ImportedAlert)
    /// The row was not taken.
    case refused(ImportRefusal)
}
