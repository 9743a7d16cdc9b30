import AlertModel
import CommandLine
import JSONDocument

/// The lists that a hub answers with, as tables.
enum StatusLists {
    /// Who is connected.
    static func sessions(_ root: JSONNode, on terminal: Terminal) -> String {
        var table = Table([
            Table.Column("PRINCIPAL", isFlexible: false), Table.Column("SINCE", isFlexible: false),
            Table.Column("STATE"), Table.Column("SUBSCRIPTIONS", .trailing), Table.Column("ACCEPTED", .trailing),
            Table.Column("DUPLICATE", .trailing), Table.Column("REFUSED", .trailing),
            Table.Column("DELIVERED", .trailing),
        ])
        for session in root.elements {
            table.append(
                [
                    session["principal"]?.string ?? "", time(session["since"]),
                    session["isOpen"]?.bool == true ? "open" : "greeting",
                ]
                    + ["subscriptions", "accepted", "duplicates", "refused", "delivered"].map { count(session[$0]) })
        }
        return table.isEmpty ? "nobody is connected\n" : table.text(on: terminal)
    }

    /// What is subscribed; who is behind first.
    static func subscriptions(_ root: JSONNode, on terminal: Terminal) -> String {
        var table = Table([
            Table.Column("PRINCIPAL", isFlexible: false), Table.Column("NAME"), Table.Column("STATE"),
            Table.Column("CURSOR", .trailing), Table.Column("BEHIND", .trailing), Table.Column("DELIVERED", .trailing),
            Table.Column("WITHHELD", .trailing), Table.Column("TOPICS"), Table.Column("RULE"),
        ])
        let sorted = root.elements.sorted { ($0["lag"]?.integer ?? 0) > ($1["lag"]?.integer ?? 0) }
        for entry in sorted {
            let topics = entry["topics"]?.elements.compactMap { $0.string }.joined(separator: " ") ?? ""
            table.append(
                [
                    entry["principal"]?.string ?? "", entry["name"]?.string ?? "", entry["mode"]?.string ?? "",
                    count(entry["cursor"]), count(entry["lag"]), count(entry["delivered"]), count(entry["withheld"]),
                    topics, entry["rule"]?.string ?? "",
                ])
        }
        return table.isEmpty ? "nothing is subscribed\n" : table.text(on: terminal)
    }

    /// What was refused lately.
    static func refusals(_ root: JSONNode, on terminal: Terminal) -> String {
        var table = Table([
            Table.Column("TIME", isFlexible: false), Table.Column("SENDER", isFlexible: false),
            Table.Column("CODE", isFlexible: false), Table.Column("ALERT", isFlexible: false), Table.Column("WHERE"),
            Table.Column("WHY"),
        ])
        for entry in root.elements {
            let finding = entry["findings"]?.elements.first { $0["severity"]?.string != "warning" }
            table.append([
                time(entry["time"]), entry["sender"]?.string ?? "", entry["code"]?.string ?? "",
                entry["id"]?.string ?? "", finding?["pointer"]?.string ?? "", finding?["sentence"]?.string ?? "",
            ])
        }
        return table.isEmpty ? "nothing was refused\n" : table.text(on: terminal)
    }

    private static func count(_ node: JSONNode?) -> String { HumanFormat.count(Int(node?.integer ?? 0)) }

    private static func time(_ node: JSONNode?) -> String {
        node?.integer.map { InternetTime.text(milliseconds: $0) } ?? ""
    }
}
