import AlertModel
import CommandLine
import CordonClient
import ExchangeProtocol

/// An alert as a block of labels and values.
enum AlertCard {
    private static let amountsMax = 8

    /// The block, its lines ending in newlines.
    static func text(_ fields: AlertFields, on terminal: Terminal) -> String {
        let kind = fields.text(at: ["kind"]) ?? "alert"
        let origin = fields.text(at: ["origin"]) ?? ""
        var card = Card(title: "\(kind) \(origin) \(fields.text(at: ["id"]) ?? "")")
        let subject = AlertRow.subject(fields)
        card.append("subject", subject.isEmpty ? nil : subject)
        let tlp = fields.text(at: ["tlp"])
        switch tlp {
        case "RED": card.append("tlp", tlp, .bold, .red)
        case "AMBER", "AMBER+STRICT": card.append("tlp", tlp, .yellow)
        case "GREEN": card.append("tlp", tlp, .green)
        default: card.append("tlp", tlp)
        }
        card.append("recipients", spaced(fields.text(at: ["recipients"])))
        for index in 0..<amountsMax { card.append("goods", goods(fields, index)) }
        card.append("place", joined(fields, [["place", "locode"], ["place", "name"], ["place", "country"]]))
        card.append("conveyance", conveyance(fields))
        card.append("route", route(fields), .blue)
        card.append("refers to", spaced(fields.text(at: ["references", "id"])))
        card.append("narrative", fields.text(at: ["text", "0", "narrative"]))
        card.append("sent", fields.text(at: ["sent"]))
        card.append("accepted", "\(fields.acceptedAt) at position \(fields.delivery.position)")
        card.append("sender", fields.header.sender)
        card.append("topics", fields.header.topics.joined(separator: " "), .cyan)
        card.append(
            "came for", AlertFields.reason(fields.delivery) == "match" ? nil : "an earlier alert that it follows")
        for rule in fields.delivery.matched?.rules.prefix(amountsMax) ?? [] {
            card.append("matches", [rule.name, rule.because].filter { !$0.isEmpty }.joined(separator: ": "))
        }
        card.append("again", fields.delivery.flags.contains(.redelivered) ? "delivered before, not confirmed" : nil)
        for warning in fields.header.warnings.prefix(amountsMax) {
            card.append("warning", "\(warning.pointer) \(warning.sentence) (\(warning.code))", .yellow)
        }
        return card.text(on: terminal)
    }

    private static func spaced(_ list: String?) -> String? { list?.replacing(",", with: " ") }

    private static func joined(_ fields: AlertFields, _ paths: [[String]]) -> String? {
        let found = paths.compactMap { fields.text(at: $0) }.filter { !$0.isEmpty }
        return found.isEmpty ? nil : found.joined(separator: " ")
    }

    private static func goods(_ fields: AlertFields, _ index: Int) -> String? {
        let line = ["goods", String(index)]
        return joined(
            fields,
            [
                line + ["category"], line + ["quantity", "value"], line + ["quantity", "unit"], line + ["hs"],
                line + ["description"],
            ])
    }

    private static func conveyance(_ fields: AlertFields) -> String? {
        joined(
            fields,
            [
                ["conveyance", "vessel", "name"], ["conveyance", "vessel", "imo"], ["conveyance", "flight", "number"],
                ["conveyance", "vehicle", "plate"], ["conveyance", "containers", "number"],
            ])
    }

    private static func route(_ fields: AlertFields) -> String? {
        let stops = ["origin", "departure", "transit", "destination"].compactMap { stop in
            fields.text(at: ["route", stop, "locode"]) ?? fields.text(at: ["route", stop, "country"])
        }
        return stops.isEmpty ? nil : stops.joined(separator: " → ")
    }
}
