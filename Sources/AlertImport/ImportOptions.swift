public import AlertModel

/// How a table is imported.
public struct ImportOptions: Sendable {
    /// The label of all alerts.
    public var tlp: TrafficLight
    /// Whom they go to: required for a restricted label.
    public var recipients: [Recipient]
    /// Whether they are real.
    public var status: AlertStatus
    /// Whether rows that repeat an earlier row exactly are left out.
    public var dropsDuplicates: Bool
    /// Stop after this many alerts; nil for all.
    public var alertsMax: Int?
    /// When the alerts are reviewed, in milliseconds since 1970; nil for the mapping's own time.
    public var reviewBy: Int64?

    /// GREEN, actual, everything, unless told otherwise.
    public init(
        tlp: TrafficLight = .green, recipients: [Recipient] = [], status: AlertStatus = .actual,
        dropsDuplicates: Bool = false, alertsMax: Int? = nil, reviewBy: Int64? = nil
    ) {
        self.tlp = tlp
        self.recipients = recipients
        self.status = status
        self.dropsDuplicates = dropsDuplicates
        self.alertsMax = alertsMax
        self.reviewBy = reviewBy
    }
}
