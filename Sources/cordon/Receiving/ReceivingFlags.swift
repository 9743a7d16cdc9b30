import AlertModel
import CommandLine
import ExchangeProtocol
import Glibc

/// How alerts are shown.
enum AlertViewChoice: String, CaseIterable, ArgumentValue {
    /// A line each, in columns.
    case table
    /// A block each.
    case card
    /// A JSON object each.
    case json
}

/// The flags that `subscribe` and `tail` share, and what they say.
enum ReceivingFlags {
    static let topics = Flag<[String]>(
        "topic", short: "t", value: "PATTERN", help: "Topics: * for one token, > for the rest. May be repeated.")
    static let rule = Flag<[String]>(
        "where", short: "w", value: "RULE",
        help: "Only alerts for which this rule, a CEL expression, holds. Repeated: for which one of the rules does.")
    static let rules = Flag<FileArgument?>(
        "rules", value: "FILE",
        help: "Only alerts for which a rule of this file holds: name, tab and rule, a line each.")
    static let reasons = Flag<Bool>("why", help: "Have the hub say of each alert which conditions of a rule decided.")
    static let count = Flag<Int?>(
        "count", short: "n", help: "End after this many alerts.", expecting: "a whole number from 1 on",
        accepts: { $0 > 0 })
    static let timeout = Flag<Duration?>("timeout", help: "End when no alert came for so long.")
    static let exercises = Flag<Bool>("exercises", help: "Alerts of status exercise too.")
    static let tests = Flag<Bool>("tests", help: "Alerts of status test too.")
    static let view = Flag<AlertViewChoice?>(
        "view", value: "VIEW", help: "How to show alerts: table on a terminal, json elsewhere, or card.")
    static let raw = Flag<Bool>("raw", help: "Print only the alerts themselves, one a line.")
    static let format = Flag<String?>(
        "format", short: "F", value: "TEMPLATE",
        help: "Print each alert by a template such as '{position} {origin} {goods.0.category}'.")

    static let all: [any FlagDeclaration] = [
        topics, rule, rules, reasons, count, timeout, exercises, tests, view, raw, format,
    ]

    /// The time within which a hub must answer a greeting or a subscription.
    static let answerTimeMax = Duration.seconds(10)

    /// What the help of both commands says about `--format`.
    static let formatHelp = """
        Templates name members of the alert by their path, such as {origin}, {tlp}, {goods.0.hs}, {goods.category}, and \
        of its delivery: {position}, {acceptedAt}, {time}, {sender}, {topics}, {reason}, {rules}, \
        {because}, {redelivered}, {leaf}, \
        {alert}. {name:<10} fills to ten columns, {name:.10} cuts.
        """

    static func options(_ arguments: ParsedArguments) -> Subscribe.Options {
        var options: Subscribe.Options = []
        if arguments[exercises] { options.insert(.exercises) }
        if arguments[tests] { options.insert(.tests) }
        if arguments[reasons] { options.insert(.reasons) }
        return options
    }

    /// The topic patterns, each judged before the hub is asked.
    static func checkedTopics(_ arguments: ParsedArguments) throws(UsageError) -> [String] {
        for pattern in arguments[topics] {
            do throws(TopicError) {
                _ = try TopicPattern(parsing: pattern)
            } catch {
                throw UsageError(
                    command: arguments.commandWords.joined(separator: " "),
                    message: "--topic \(Terminal.safe(pattern)): \(error)", help: "as in seizure.drugs.> or *.*.*.GT")
            }
        }
        return arguments[topics]
    }

    /// How to print alerts.
    static func printing(_ arguments: ParsedArguments) throws(UsageError) -> AlertPrinter.Style {
        let command = arguments.commandWords.joined(separator: " ")
        let given = [arguments[raw], arguments[format] != nil, arguments[view] != nil].count { $0 }
        guard given <= 1 else {
            throw UsageError(
                command: command, message: "--view, --raw and --format exclude each other", help: "give one of them")
        }
        if arguments[raw] { return .raw }
        if let text = arguments[format] {
            do throws(OutputTemplate.Problem) {
                return .template(try OutputTemplate(text))
            } catch {
                throw UsageError(
                    command: command, message: "--format: \(error)", help: "as in '{position} {origin} {kind}'")
            }
        }
        switch arguments[view] ?? (arguments.console.outputTerminal.isTerminal ? .table : .json) {
        case .table: return .table
        case .card: return .card
        case .json: return .json
        }
    }
}
