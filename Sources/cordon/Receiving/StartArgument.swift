import AlertModel
import CommandLine
import ExchangeProtocol

/// Where a subscription begins: a word, a position, or a time.
struct StartArgument: ArgumentValue {
    let start: Subscribe.Start
    let argumentText: String

    init?(argument: String) {
        argumentText = argument
        switch argument {
        case "cursor": start = .cursor
        case "earliest": start = .earliest
        case "latest": start = .latest
        default:
            if let position = UInt64(argument) {
                start = .position(position)
            } else if let time = InternetTime.milliseconds(argument), let time = UInt64(exactly: time) {
                start = .time(time)
            } else {
                return nil
            }
        }
    }

    static var valueName: String { "PLACE" }
    static var expectation: String {
        "cursor, earliest, latest, a position such as 1200, or a time such as 2026-03-14T15:00:00Z"
    }
}
