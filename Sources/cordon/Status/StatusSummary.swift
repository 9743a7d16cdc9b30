import CommandLine
import JSONDocument

/// What a hub says of itself, at a glance.
struct StatusSummary {
    private let root: JSONNode
    private let terminal: Terminal

    init(_ root: JSONNode, terminal: Terminal) {
        self.root = root
        self.terminal = terminal
    }

    /// The whole page.
    var text: String {
        var parts = [hub, alerts]
        if let counters = counters("Refused, by code", root["refused"]) { parts.append(counters) }
        if let counters = counters("Withheld, by reason", root["withheld"]) { parts.append(counters) }
        return parts.joined(separator: "\n")
    }

    private var hub: String {
        var card = Card(title: "Hub \(string("hub"))")
        let state = string("state")
        switch state {
        case "serving": card.append("state", state, .bold, .green)
        case "draining": card.append("state", state, .bold, .yellow)
        default: card.append("state", state, .bold, .red)
        }
        card.append("reason", root["reason"]?.string, .red)
        card.append("head", "\(count("head"))\(kept)")
        card.append("epoch", string("epoch"))
        card.append("directory", "revision \(count("directoryRevision"))")
        card.append("sessions", "\(count("sessions")) on \(count("connections")) connections")
        let behind = root["behind"]?.integer ?? 0
        let furthest = root["furthestBehind"]?.integer ?? 0
        var subscriptions =
            "\(count("subscriptions")), \(HumanFormat.count(Int(behind))) catching up, \(count("away")) away"
        if furthest > 0 { subscriptions += ", the furthest \(HumanFormat.count(Int(furthest))) behind" }
        if behind > 0 || furthest > 0 {
            card.append("subscriptions", subscriptions, .yellow)
        } else {
            card.append("subscriptions", subscriptions)
        }
        let lag = root["journal"]?["indexLag"]?.integer ?? 0
        let slowest = Duration.microseconds(root["journal"]?["commitMicrosecondsMax"]?.integer ?? 0)
        card.append("index", lag == 0 ? "up to date" : "\(HumanFormat.count(Int(lag))) alerts behind")
        card.append(
            "journal",
            "\(count("commits", in: "journal")) commits, "
                + "\(HumanFormat.bytes(Int(root["journal"]?["syncedBytes"]?.integer ?? 0))) synced, "
                + "slowest \(HumanFormat.duration(slowest))")
        return card.text(on: terminal)
    }

    private var kept: String {
        guard let first = root["first"]?.integer, first > 1 else { return "" }
        return ", kept from \(HumanFormat.count(Int(first)))"
    }

    private var alerts: String {
        var table = Table(
            ["ACCEPTED", "DUPLICATE", "REFUSED", "AWAITING DISK", "DELIVERED", "SKIPPED"].map {
                Table.Column($0, .trailing, isFlexible: false)
            })
        table.append(
            ["accepted", "duplicates", "refused"].map { count($0, in: "alerts") } + [count("pending")]
                + ["delivered", "skipped"].map { count($0, in: "alerts") })
        return table.text(on: terminal)
    }

    /// Counters with a bar each, the greatest first; nil where there are none.
    private func counters(_ title: String, _ node: JSONNode?) -> String? {
        guard let node, node.kind == .object else { return nil }
        let counters = node.members.map { (name: $0.name.string ?? "", count: Int($0.value.integer ?? 0)) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        guard let greatest = counters.first?.count, greatest > 0 else { return nil }
        let barColumns = 20
        let width = counters.reduce(0) { max($0, DisplayWidth.of($1.name)) }
        var text = terminal.styled(title, .bold) + "\n"
        for counter in counters {
            let columns = max(1, counter.count * barColumns / greatest)
            let name = DisplayWidth.padded(Terminal.safe(counter.name), to: width)
            let number = DisplayWidth.padded(HumanFormat.count(counter.count), to: 10, .trailing)
            text += "  \(name)  \(number)  \(terminal.styled(String(repeating: "▇", count: columns), .cyan))\n"
        }
        return text
    }

    private func string(_ name: String) -> String { root[name]?.string ?? "unknown" }

    private func count(_ name: String, in object: String? = nil) -> String {
        let node = object.map { root[$0] } ?? root
        return HumanFormat.count(Int(node?[name]?.integer ?? 0))
    }
}
