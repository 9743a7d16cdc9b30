/// A known way in which a simulated alert is bad.
public enum AlertFault: String, CaseIterable, Sendable {
    /// The check digit of a container number is wrong.
    case containerCheckDigit = "container-check-digit"
    /// The check digit of an IMO ship number is wrong.
    case shipCheckDigit = "ship-check-digit"
    /// The check digit of an air waybill is wrong.
    case airWaybillCheckDigit = "air-waybill-check-digit"
    /// There is no identifier.
    case missingIdentifier = "missing-identifier"
    /// There is neither an expiry nor a review date.
    case missingRetention = "missing-retention"
    /// A restricted alert names no recipients.
    case missingRecipients = "missing-recipients"
    /// The list of recipients is empty.
    case emptyRecipients = "empty-recipients"
    /// A label of version 1 of the Traffic Light Protocol.
    case obsoleteLabel = "obsolete-label"
    /// A RED alert goes to a group.
    case redToGroup = "red-to-group"
    /// A unit that is not in the list.
    case unknownUnit = "unknown-unit"
    /// A category that is not in the tree.
    case unknownCategory = "unknown-category"
    /// A country that is not in the list.
    case unknownCountry = "unknown-country"
    /// The alert has expired.
    case expired
    /// The alert was sent in the future.
    case sentInFuture = "sent-in-future"
    /// A member for data about natural persons.
    case nominalData = "nominal-data"
    /// An update of somebody else's alert.
    case foreignReference = "foreign-reference"
    /// A schema that nobody knows.
    case unknownSchema = "unknown-schema"
    /// The label is given twice.
    case duplicateMember = "duplicate-member"
    /// The text ends early.
    case truncated

    /// The code of the finding for which the alert is refused.
    public var code: String {
        switch self {
        case .containerCheckDigit: "check-digit.container"
        case .shipCheckDigit: "check-digit.imo-ship"
        case .airWaybillCheckDigit: "check-digit.air-waybill"
        case .missingIdentifier, .missingRecipients: "schema.required"
        case .missingRetention: "schema.anyOf"
        case .emptyRecipients: "schema.minItems"
        case .obsoleteLabel, .unknownUnit: "schema.enum"
        case .redToGroup: "schema.pattern"
        case .unknownCategory: "code.category"
        case .unknownCountry: "code.country"
        case .expired: "life-cycle.expired"
        case .sentInFuture: "life-cycle.sent-in-future"
        case .nominalData: "nominal-data"
        case .foreignReference: "life-cycle.foreign-reference"
        case .unknownSchema: "schema.unknown"
        case .duplicateMember: "json.duplicate-key"
        case .truncated: "json.unexpected-end"
        }
    }
}
