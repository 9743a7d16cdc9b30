/// A row that was not taken, and why.
public struct ImportRefusal: Error, Equatable, Sendable {
    /// The line on which the row begins, from 1.
    public let line: Int
    /// The row's number, from 1, the heading not counted.
    public let row: Int
    /// The kind of reason, stable, for programs: `amount-not-positive`.
    public let reason: String
    /// What is wrong and what would be right.
    public let message: String

    /// A refusal of these parts.
    public init(line: Int, row: Int, reason: String, message: String) {
        self.line = line
        self.row = row
        self.reason = reason
        self.message = message
    }
}

/// Why a row was not taken, before it is known which row it is.
enum RowFault: Error, Equatable {
    case unreadable(CSVFault)
    case ragged(fields: Int, expected: Int)
    case missing(ImportMapping.Field)
    case countryWithoutCode(String)
    case unknownCountry
    case badDate
    case dateAfterReview
    case badAmount
    case amountNotPositive
    case amountTooLarge
    case unknownUnit
    case unitRefused(String)

    var reason: String {
        switch self {
        case .unreadable(let fault): fault.rawValue
        case .ragged: "ragged-row"
        case .missing(let field): "missing-\(field.rawValue)"
        case .countryWithoutCode: "country-without-code"
        case .unknownCountry: "unknown-country"
        case .badDate: "bad-date"
        case .dateAfterReview: "date-after-review"
        case .badAmount: "bad-amount"
        case .amountNotPositive: "amount-not-positive"
        case .amountTooLarge: "amount-too-large"
        case .unknownUnit: "unknown-unit"
        case .unitRefused: "unit-not-of-goods"
        }
    }

    var sentence: String {
        switch self {
        case .unreadable(let fault): fault.sentence
        case .ragged(let fields, let expected): "the row has \(fields) fields; the heading has \(expected)"
        case .missing(let field): "the column of \(field.rawValue) is empty"
        case .countryWithoutCode(let note): note
        case .unknownCountry: "the mapping does not know the country; add it to countries"
        case .badDate: "the date must be a day of the calendar from 1970 on, such as 2014-06-30"
        case .dateAfterReview: "the date does not lie before the date of review"
        case .badAmount: "the amount must be a decimal number such as 2.5"
        case .amountNotPositive: "the amount must be above zero"
        case .amountTooLarge: "the amount is larger than a quantity may be"
        case .unknownUnit: "the mapping does not know the unit; add it to units"
        case .unitRefused(let reason): reason
        }
    }
}
