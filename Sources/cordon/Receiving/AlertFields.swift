import AlertModel
import CordonClient
import ExchangeProtocol
import JSONDocument
import TransparencyLog

/// What can be said of a delivered alert: fields of its delivery, and members of the alert by their path. Valid as long
/// as the document of `root`.
struct AlertFields {
    /// The most elements of a list that a path without an index gathers.
    private static let gatheredMax = 64

    let delivery: AlertDelivery
    let header: RecordHeader
    let root: JSONNode

    /// A field by its path: of the delivery where it has one of that name, else of the alert. Nil where there is none.
    func text(at path: [String]) -> String? {
        if path.count == 1, let text = deliveryText(path[0]) { return text }
        let isAlert = path.count > 1 && path[0] == "alert"
        return Self.text(of: root, at: path[(isAlert ? 1 : 0)...])
    }

    /// When the hub took the alert: a time of RFC 3339 in UTC.
    var acceptedAt: String { InternetTime.text(milliseconds: Int64(clamping: header.acceptedAt)) }

    private func deliveryText(_ name: String) -> String? {
        switch name {
        case "position": String(delivery.position)
        case "acceptedAt", "time": acceptedAt
        case "sender": header.sender
        case "topics": header.topics.joined(separator: ",")
        case "reason": Self.reason(delivery)
        case "rules": matchedRules
        case "because": delivery.matched?.rules.map(\.because).filter { !$0.isEmpty }.joined(separator: "; ")
        case "redelivered": delivery.flags.contains(.redelivered) ? "true" : "false"
        case "leaf": delivery.leafHash.description
        case "alert": AlertPrinter.line(delivery.alert)
        default: nil
        }
    }

    /// The names of the rules that the alert matches, nil where the hub does not say.
    var matchedRules: String? {
        guard let matched = delivery.matched else { return nil }
        let names = matched.rules.map(\.name).filter { !$0.isEmpty }.joined(separator: ",")
        return matched.count > matched.rules.count ? names + ",…" : names
    }

    /// Why the alert came, in a word.
    static func reason(_ delivery: AlertDelivery) -> String {
        delivery.reason == .followUp ? "follow-up" : "match"
    }

    /// The text at a path below a node. A name asked of a list is asked of each of its elements.
    private static func text(of node: JSONNode, at path: ArraySlice<String>) -> String? {
        guard let token = path.first else { return text(of: node) }
        switch node.kind {
        case .object: return node[token].flatMap { text(of: $0, at: path.dropFirst()) }
        case .array:
            if let index = Int(token) {
                guard index >= 0, index < node.childCount else { return nil }
                return node.elements.dropFirst(index).first { _ in true }.flatMap { text(of: $0, at: path.dropFirst()) }
            }
            let found = node.elements.prefix(gatheredMax).compactMap { text(of: $0, at: path) }
            return found.isEmpty ? nil : found.joined(separator: ",")
        default: return nil
        }
    }

    /// A string's text, and of everything else its JSON; lists of scalars are joined by commas.
    private static func text(of node: JSONNode) -> String {
        switch node.kind {
        case .string: return node.string ?? ""
        case .null: return ""
        case .array where node.elements.allSatisfy({ $0.kind != .object && $0.kind != .array }):
            return node.elements.map { text(of: $0) }.joined(separator: ",")
        default:
            var writer = JSONWriter()
            writer.value(node)
            return AlertPrinter.line(writer.bytes[...])
        }
    }
}
