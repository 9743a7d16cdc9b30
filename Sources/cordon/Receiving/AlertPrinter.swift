import AlertModel
import CommandLine
import CordonClient
import ExchangeProtocol
import JSONDocument
import TransparencyLog

/// Prints delivered alerts, one after the other; for one task.
struct AlertPrinter: ~Copyable {
    /// How an alert looks.
    enum Style: Sendable {
        /// A JSON object a line.
        case json
        /// The alert's own bytes, one a line.
        case raw
        /// By a template, one a line.
        case template(OutputTemplate)
        /// A line in columns, for people.
        case table
        /// A block of labels and values, for people.
        case card
    }

    private let style: Style
    private let console: Console
    private var document = JSONDocument(limits: JSONLimits(bytesMax: ProtocolLimits.alertBytesMax))
    private var isBegun = false

    init(_ style: Style, console: Console) {
        self.style = style
        self.console = console
    }

    /// Prints one alert.
    mutating func print(_ alert: AlertDelivery) throws {
        switch style {
        case .json: try write(Self.json(alert, try alert.header()))
        case .raw: try write(Self.line(alert.alert))
        case .template(let template):
            let fields = try fields(of: alert)
            try write(template.text { fields.text(at: $0) })
        case .table:
            let row = AlertRow(console.outputTerminal)
            if !isBegun { try console.output.write(row.heading) }
            isBegun = true
            try console.output.write(row.text(try fields(of: alert)))
        case .card:
            if isBegun { try console.output.write("\n") }
            isBegun = true
            try console.output.write(AlertCard.text(try fields(of: alert), on: console.outputTerminal))
        }
    }

    /// Tells of alerts that a live subscription skipped.
    mutating func print(_ gap: SubscriptionGap) throws {
        let range = "\(gap.fromPosition) to \(gap.toPosition)"
        let sentence = "\(gap.skipped) alerts were skipped between positions \(range): the reader was too slow"
        switch style {
        case .json:
            var writer = JSONWriter()
            writer.object {
                $0.name("gap")
                $0.object {
                    $0.member("from", gap.fromPosition)
                    $0.member("to", gap.toPosition)
                    $0.member("skipped", gap.skipped)
                }
            }
            try write(writer.text)
        case .table, .card: try console.output.write(console.outputTerminal.styled(sentence, .yellow) + "\n")
        case .raw, .template: console.note(sentence)
        }
    }

    /// A line of foreign text: on a terminal without anything that would move the cursor or hide what follows.
    private func write(_ line: String) throws(OutputFailure) {
        try console.output.write((console.outputTerminal.isTerminal ? Terminal.safe(line) : line) + "\n")
    }

    private mutating func fields(of alert: AlertDelivery) throws -> AlertFields {
        let tape = try document.parse(Array(alert.alert))
        return AlertFields(delivery: alert, header: try alert.header(), root: tape.root)
    }

    // MARK: Lines

    /// The alert in one line. Line breaks can only stand between tokens, where a space means the same.
    static func line(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(
            decoding: bytes.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 },
            as: UTF8.self)
    }

    private static func write(_ matched: MatchedRules, to object: inout JSONWriter) {
        object.name("rules")
        object.array { list in
            for rule in matched.rules {
                list.object {
                    if !rule.name.isEmpty { $0.member("name", rule.name) }
                    if !rule.because.isEmpty { $0.member("because", rule.because) }
                }
            }
        }
        if matched.count > matched.rules.count { object.member("rulesMatched", matched.count) }
    }

    private static func json(_ alert: AlertDelivery, _ header: RecordHeader) -> String {
        var writer = JSONWriter(capacity: alert.alert.count + 512)
        writer.object { object in
            object.member("position", alert.position)
            object.member("acceptedAt", InternetTime.text(milliseconds: Int64(clamping: header.acceptedAt)))
            object.member("sender", header.sender)
            object.name("topics")
            object.array { list in for topic in header.topics { list.string(topic) } }
            object.member("redelivered", alert.flags.contains(.redelivered))
            object.member("reason", AlertFields.reason(alert))
            if let matched = alert.matched { write(matched, to: &object) }
            object.member("leaf", alert.leafHash.description)
            object.name("alert")
            object.raw(line(alert.alert).utf8)
        }
        return writer.text
    }
}
