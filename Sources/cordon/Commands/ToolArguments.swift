import AlertModel
import CommandLine

/// Whether alerts are real.
enum StatusArgument: String, CaseIterable, ArgumentValue {
    case actual, exercise, test

    var status: AlertStatus {
        switch self {
        case .actual: .actual
        case .exercise: .exercise
        case .test: .test
        }
    }
}

/// Members separated by commas: `GT,CR,ORG-RILO-CARIB`.
struct MemberListArgument: ArgumentValue {
    let members: [MemberIdentifier]

    init(_ names: [String]) { members = names.compactMap { MemberIdentifier($0) } }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        self.init(names)
        guard members.count == names.count, Set(members).count == members.count else { return nil }
    }

    static var valueName: String { "MEMBERS" }
    static var expectation: String { "members, each once, separated by commas, such as GT,CR,ORG-RILO-CARIB" }
    var argumentText: String { members.map(\.description).joined(separator: ",") }
}

/// Groups separated by commas: `caricom,sica`.
struct GroupListArgument: ArgumentValue {
    let groups: [GroupName]

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        groups = names.compactMap { GroupName($0) }
        guard groups.count == names.count else { return nil }
    }

    static var valueName: String { "GROUPS" }
    static var expectation: String { "groups separated by commas, such as caricom,sica" }
    var argumentText: String { groups.map(\.description).joined(separator: ",") }
}

/// So many in a second or minute: `10/s`, `90/min`, `250`.
struct RateArgument: ArgumentValue {
    private static let perSecondMax = 1_000_000.0

    let perSecond: Double

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let amount = Double(parts[0]) else { return nil }
        let seconds: Double
        switch parts.count == 1 ? "s" : parts[1] {
        case "s": seconds = 1
        case "m", "min": seconds = 60
        case "h": seconds = 3_600
        default: return nil
        }
        perSecond = amount / seconds
        guard perSecond.isFinite, perSecond > 0, perSecond <= Self.perSecondMax else { return nil }
    }

    static var valueName: String { "RATE" }
    static var expectation: String { "a rate above 0 such as 10/s, 90/min or 0.5/s" }
    var argumentText: String { "\(perSecond)/s" }
}

/// A share of the whole: `5%`, `0.05`.
struct ShareArgument: ArgumentValue {
    let share: Double

    init(share: Double) { self.share = share }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        share = isPercent ? number / 100 : number
        guard (0...1).contains(share) else { return nil }
    }

    static var valueName: String { "SHARE" }
    static var expectation: String { "a share from 0% to 100%, such as 5%" }
    var argumentText: String {
        let percent = share * 100
        return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
    }
}

/// A date and time with a zone, as RFC 3339 writes it.
struct TimeArgument: ArgumentValue {
    let milliseconds: Int64

    init?(argument: String) {
        guard let milliseconds = InternetTime.milliseconds(argument) else { return nil }
        self.milliseconds = milliseconds
    }

    static var valueName: String { "TIME" }
    static var expectation: String { "a time such as 2026-03-14T15:00:00Z" }
    var argumentText: String { InternetTime.text(milliseconds: milliseconds) }
}

/// A label of the Traffic Light Protocol.
struct LabelArgument: ArgumentValue {
    let label: TrafficLight

    static let green = LabelArgument(label: .green)

    private init(label: TrafficLight) { self.label = label }

    init?(argument: String) {
        guard let label = TrafficLight(argument) else { return nil }
        self.label = label
    }

    static var valueName: String { "LABEL" }
    static var expectation: String { "a label: \(choices.joined(separator: ", "))" }
    static var choices: [String] { TrafficLight.allCases.reversed().map(\.name) }
    var argumentText: String { label.name }
}

/// Recipients separated by commas: `member:GT,group:caricom`.
struct RecipientListArgument: ArgumentValue {
    let recipients: [Recipient]

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false)
        recipients = names.compactMap { Recipient($0) }
        guard recipients.count == names.count, Set(recipients).count == recipients.count else { return nil }
    }

    static var valueName: String { "RECIPIENTS" }
    static var expectation: String { "members and groups, each once, such as member:GT,group:caricom" }
    var argumentText: String { recipients.map(\.description).joined(separator: ",") }
}
