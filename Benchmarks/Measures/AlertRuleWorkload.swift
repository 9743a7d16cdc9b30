internal import AlertModel
internal import JSONDocument
internal import Simulation

/// Simulated alerts of the exchange's own schemas, and rules over their fields, lists among them. Rules name values
/// that occur, common ones more often.
struct AlertRuleWorkload {
    private static let members = [
        "GT", "CR", "PA", "DO", "HN", "SV", "NI", "BZ", "CO", "EC", "PE", "BR", "NL", "BE", "ES", "DE", "FR", "PT",
        "US", "MX", "JM", "TT", "HT", "CL",
    ]
    /// The first alert is of then: a time that is past.
    private static let start: Int64 = 1_767_225_600_000

    let alerts: [[UInt8]]
    /// The values that occur at each path, as often as they do.
    private var values: [String: [String]] = [:]

    init(alerts count: Int) throws {
        var stream = try AlertStream(seed: 3, members: Self.members.compactMap { MemberIdentifier($0) })
        alerts = (0..<count).map { stream.next(at: Self.start + Int64($0) * 1_000).bytes }
        var document = JSONDocument()
        for alert in alerts.prefix(5_000) {
            try document.parse(alert)
            for (path, key) in Self.paths { collect(document.root, path[...], key) }
        }
    }

    /// Where values are taken from, and the field as rules write it; `[]` goes into a list.
    private static let paths: [([String], String)] = [
        (["kind"], "kind"), (["origin"], "origin"), (["severity"], "severity"), (["tlp"], "tlp"),
        (["conveyance", "mode"], "conveyance.mode"), (["place", "country"], "place.country"),
        (["route", "origin", "country"], "route.origin.country"),
        (["route", "destination", "country"], "route.destination.country"),
        (["goods", "[]", "category"], "category"), (["goods", "[]", "hs"], "hs"),
    ]

    private mutating func collect(_ node: JSONNode, _ path: ArraySlice<String>, _ key: String) {
        guard let name = path.first else {
            if let text = node.string { values[key, default: []].append(text) }
            return
        }
        if name == "[]" {
            for element in node.elements { collect(element, path.dropFirst(), key) }
        } else if let member = node[name] {
            collect(member, path.dropFirst(), key)
        }
    }

    private func value(_ key: String, _ random: inout WorkloadRandom) -> String {
        guard let known = values[key], !known.isEmpty else { return "none" }
        return known[random.below(known.count)]
    }

    /// Rules in CEL: a condition on the goods or on two countries, and up to two broad ones.
    func rules(_ count: Int) -> [String] {
        var random = WorkloadRandom(state: 5)
        return (0..<count).map { _ in
            var conditions = [goods(&random)]
            for field in ["origin", "route.origin.country", "route.destination.country", "place.country"]
            where random.unit() < 0.4 {
                conditions.append(membership(field, random.unit() < 0.3 ? 4 : 1, &random))
            }
            for field in ["kind", "severity", "conveyance.mode", "tlp"] where random.unit() < 0.25 {
                conditions.append(membership(field, 1 + random.below(2), &random))
            }
            return conditions.joined(separator: " && ")
        }
    }

    private func goods(_ random: inout WorkloadRandom) -> String {
        let hs = value("hs", &random)
        let category = value("category", &random)
        switch random.unit() {
        case ..<0.35: return "goods.exists(g, g.category == '\(category)')"
        case ..<0.5: return "goods.exists(g, g.hs.startsWith('\(hs.prefix(4))'))"
        case ..<0.65: return "goods.exists(g, g.hs.startsWith('\(hs)') && g.quantity.value >= \(random.below(500)))"
        case ..<0.8:
            return
                "goods.exists(g, g.category == '\(category)' && g.quantity.unit == 'KGM' && g.quantity.value >= \(random.below(2_000)))"
        default: return "route.origin.country == '\(value("route.origin.country", &random))'"
        }
    }

    private func membership(_ field: String, _ count: Int, _ random: inout WorkloadRandom) -> String {
        let distinct = Set((0..<count).map { _ in value(field, &random) }).sorted()
        if distinct.count == 1 { return "\(field) == '\(distinct[0])'" }
        return "\(field) in [\(distinct.map { "'\($0)'" }.joined(separator: ", "))]"
    }
}
