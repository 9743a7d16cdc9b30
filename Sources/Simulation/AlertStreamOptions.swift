public import AlertModel

/// What an alert stream is made of.
public struct AlertStreamOptions: Sendable {
    /// The smallest size that can be asked for, in bytes.
    public static let alertBytesMin = 512
    /// The largest size that can be asked for, in bytes.
    public static let alertBytesMax = 8_192

    /// Whether the alerts are real: exercises unless told otherwise.
    public var status: AlertStatus
    /// The share of bad alerts, from 0 to 1.
    public var badShare: Double
    /// Groups that restricted alerts may go to, besides members.
    public var groups: [GroupName]
    /// About how many bytes an alert has; nil for as many as come naturally, 600 to 2,000. Clamped to the bounds.
    ///
    /// Alerts are filled up by their narrative; what is longer already stays so, and cancels stay short.
    public var alertBytes: Int?

    /// Exercises, all of them good and of natural size, unless told otherwise.
    public init(
        status: AlertStatus = .exercise, badShare: Double = 0, groups: [GroupName] = [], alertBytes: Int? = nil
    ) {
        self.status = status
        self.badShare = badShare
        self.groups = groups
        self.alertBytes = alertBytes.map { min(max($0, Self.alertBytesMin), Self.alertBytesMax) }
    }
}
