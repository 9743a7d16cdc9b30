/// Why a row of a CSV file cannot be read.
public enum CSVFault: String, Error, Sendable {
    /// A quoted field does not end before the file does.
    case unterminatedQuote = "unterminated-quote"
    /// A quote stands within a field without quotes, or something follows the closing quote.
    case misplacedQuote = "misplaced-quote"
    /// A field is longer than `ImportLimits.fieldBytesMax`.
    case fieldTooLong = "field-too-long"
    /// A row is longer than `ImportLimits.rowBytesMax`.
    case rowTooLong = "row-too-long"
    /// A row has more fields than `ImportLimits.fieldsMax`.
    case tooManyFields = "too-many-fields"
    /// A field is not UTF-8.
    case encoding

    /// What is wrong and what would be right.
    public var sentence: String {
        switch self {
        case .unterminatedQuote: "a quoted field is never closed; close it, or write a quote within it twice"
        case .misplacedQuote: "a quote stands where none may; put the field in quotes and write quotes within it twice"
        case .fieldTooLong: "a field is longer than \(ImportLimits.fieldBytesMax) bytes; a quote may be missing"
        case .rowTooLong: "the row is longer than \(ImportLimits.rowBytesMax) bytes; a quote may be missing"
        case .tooManyFields: "the row has more than \(ImportLimits.fieldsMax) fields; a line end may be missing"
        case .encoding: "a field is not UTF-8; save the file in UTF-8"
        }
    }
}
