import CommandLine
import JSONSchema

/// How much a program is told of a verdict.
enum OutputFormArgument: String, CaseIterable, ArgumentValue {
    case flag, basic, detailed

    static var valueName: String { "FORM" }

    var form: OutputForm {
        switch self {
        case .flag: .flag
        case .basic: .basic
        case .detailed: .detailed
        }
    }
}
