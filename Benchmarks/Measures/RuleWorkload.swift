internal import Foundation

/// Rules and alerts to measure matching with: alerts of about 1 KiB, and rules of two to four predicates over eight of
/// their fields, all drawn from skewed distributions. The same on every run.
///
/// A rule of `desk` is what a desk would file: of a hundred thousand about two hundred match an alert. One of `sharp`
/// has at least two narrow predicates.
struct RuleWorkload {
    enum Profile: String {
        case desk, sharp
    }

    private struct Skew {
        private let sums: [Double]

        /// Weights that fall with the rank to a power.
        init(_ count: Int, _ power: Double) {
            var sum = 0.0
            sums = (1...count).map { rank in
                sum += 1 / Foundation.pow(Double(rank), power)
                return sum
            }
        }

        func pick(_ random: inout WorkloadRandom) -> Int {
            let wanted = random.unit() * (sums.last ?? 0)
            var low = 0
            var high = sums.count - 1
            while low < high {
                let middle = (low + high) / 2
                if sums[middle] < wanted { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    static let kinds = ["seizure", "lookout", "shipment", "delivery", "report", "declaration", "update", "hit"]
    static let modes = ["sea", "road", "air", "post", "rail", "inland", "pipeline"]
    private static let words = [
        "concealed", "within", "legitimate", "cargo", "declared", "as", "ceramic", "tiles", "scan", "anomaly", "dog",
        "reaction", "hidden", "compartment", "trailer", "floor", "documents", "inconsistent", "consignee", "unknown",
    ]
    private static let fields: [(name: String, weight: Double, isNarrow: Bool)] = [
        ("destination.country", 0.80, true), ("origin.country", 0.60, true), ("commodity.group", 0.60, true),
        ("commodity.hs", 0.45, true), ("kind", 0.35, false), ("quantity.value", 0.30, false),
        ("transport.mode", 0.25, false), ("severity", 0.35, false),
    ]

    private let countries: [String]
    private let origins: [String]
    private let groups: [String]
    private let codes: [[String]]
    private let countrySkew: Skew
    private let countrySkewOfRules: Skew
    private let groupSkew: Skew
    private let groupSkewOfRules: Skew
    private let codeSkew = Skew(25, 0.8)
    private let kindSkew = Skew(kinds.count, 0.8)
    private let modeSkew = Skew(modes.count, 0.9)
    private let severitySkew = Skew(10, 0.7)

    init() {
        var random = WorkloadRandom(state: 42)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let pairs = letters.flatMap { one in letters.map { "\(one)\($0)" } }
        countries = Array(random.shuffled(pairs).prefix(190))
        origins = random.shuffled(countries)
        groups = (0..<60).map { "group\($0 / 4).part\($0 % 4)" }
        var headings: [String] = []
        for chapter in 1...97 {
            for _ in 0..<random.below(from: 4, to: 20) {
                let heading = String(format: "%02d%02d", chapter, random.below(from: 1, to: 99))
                for _ in 0..<random.below(from: 1, to: 8) {
                    headings.append(heading + String(random.below(from: 10, to: 99)))
                }
            }
        }
        let distinct = random.shuffled(Array(Set(headings)).sorted())
        codes = groups.indices.map { _ in (0..<25).map { _ in distinct[random.below(distinct.count)] } }
        countrySkew = Skew(countries.count, 0.9)
        countrySkewOfRules = Skew(countries.count, 0.6)
        groupSkew = Skew(groups.count, 0.9)
        groupSkewOfRules = Skew(groups.count, 0.6)
    }

    // MARK: Alerts

    func alerts(_ count: Int) -> [[UInt8]] {
        var random = WorkloadRandom(state: 7)
        return (0..<count).map { alert($0, &random) }
    }

    private func alert(_ number: Int, _ random: inout WorkloadRandom) -> [UInt8] {
        let group = groupSkew.pick(&random)
        let origin = origins[countrySkew.pick(&random)]
        let destination = countries[countrySkew.pick(&random)]
        let code = codes[group][codeSkew.pick(&random)] + String(random.below(from: 10, to: 99))
        let route = (0..<random.below(4)).map { _ in
            "{\"country\":\"\(countries[countrySkew.pick(&random)])\",\"eta\":\"2026-0\(random.below(from: 1, to: 9))-11\"}"
        }.joined(separator: ",")
        var text = """
            {"specversion":"1.0","id":"\(random.next())-\(number)","type":"customs.alert.v1",\
            "source":"/customs/\(destination)/office/\(random.below(400))","time":"2026-05-11T10:22:31Z",\
            "kind":"\(Self.kinds[kindSkew.pick(&random)])","severity":\(1 + severitySkew.pick(&random)),\
            "confidence":0.\(random.below(1_000)),"commodity":{"group":"\(groups[group])","hs":"\(code)",\
            "description":"\(sentence(6, &random))","packages":\(random.below(from: 1, to: 400))},\
            "quantity":{"value":\(Self.decimals(random.logNormal(4, 2.2))),"unit":"kg"},\
            "origin":{"country":"\(origin)","port":"\(origin)\(random.below(40))","declared":"\(origin)"},\
            "destination":{"country":"\(destination)","port":"\(destination)\(random.below(40))"},\
            "transport":{"mode":"\(Self.modes[modeSkew.pick(&random)])","carrier":"carrier \(random.below(16))",\
            "container":"MSKU\(random.below(9_999_999))","vessel":{"imo":\(random.below(9_999_999)),"flag":"PA"}},\
            "route":[\(route)],"reporter":{"agency":"AG-\(destination)","officer":"\(random.below(1 << 30))",\
            "phone":null},"handling":{"tlp":"green","caveats":[]},\
            "estimatedValue":{"amount":\(Self.decimals(random.logNormal(9, 1.5))),"currency":"EUR"},"narrative":"
            """
        let length = 900 + random.below(240)
        while text.utf8.count < length { text += Self.words[random.below(Self.words.count)] + " " }
        return Array((text + "\"}").utf8)
    }

    private func sentence(_ count: Int, _ random: inout WorkloadRandom) -> String {
        (0..<count).map { _ in Self.words[random.below(Self.words.count)] }.joined(separator: " ")
    }

    private static func decimals(_ value: Double) -> String { String(format: "%.2f", value) }

    // MARK: Rules

    /// Rules in CEL; those of a smaller number are the first of a larger one.
    func rules(_ count: Int, _ profile: Profile) -> [String] {
        var random = WorkloadRandom(state: profile == .desk ? 11 : 13)
        return (0..<count).map { _ in rule(profile, &random) }
    }

    private func rule(_ profile: Profile, _ random: inout WorkloadRandom) -> String {
        let draw = random.unit()
        let wanted = profile == .sharp ? (draw < 0.4 ? 3 : 4) : (draw < 0.25 ? 2 : draw < 0.7 ? 3 : 4)
        var chosen: [(name: String, weight: Double, isNarrow: Bool)] = []
        repeat {
            let keyed = Self.fields.map { (Foundation.pow(random.unit(), 1 / $0.weight), $0) }
            chosen = keyed.sorted { $0.0 > $1.0 }.prefix(wanted).map(\.1)
        } while chosen.count(where: { $0.isNarrow }) < (profile == .sharp ? 2 : 1)
        let group = groupSkewOfRules.pick(&random)
        return chosen.map { predicate($0.name, group, profile, &random) }.joined(separator: " && ")
    }

    private func predicate(
        _ field: String, _ group: Int, _ profile: Profile, _ random: inout WorkloadRandom
    ) -> String {
        let isSharp = profile == .sharp
        switch field {
        case "destination.country", "origin.country":
            let list = field == "origin.country" ? origins : countries
            let isList = random.unit() < (isSharp ? 0.15 : 0.30)
            let values = (0..<(isList ? 2 + random.below(7) : 1)).map { _ in list[countrySkewOfRules.pick(&random)] }
            return Self.membership(field, values)
        case "commodity.group":
            let isList = random.unit() < (isSharp ? 0.1 : 0.25)
            let others = (0..<(isList ? 1 + random.below(3) : 0)).map { _ in groups[groupSkewOfRules.pick(&random)] }
            return Self.membership(field, [groups[group]] + others)
        case "commodity.hs":
            let draw = random.unit()
            let length = isSharp ? (draw < 0.6 ? 6 : 4) : (draw < 0.15 ? 2 : draw < 0.60 ? 4 : 6)
            return "\(field).startsWith(\"\(codes[group][codeSkew.pick(&random)].prefix(length))\")"
        case "kind":
            if random.unit() < 0.3 {
                let count = 2 + random.below(2)
                return Self.membership(field, Array(random.shuffled(Self.kinds).prefix(count)))
            }
            return Self.membership(field, [Self.kinds[kindSkew.pick(&random)]])
        case "transport.mode":
            if random.unit() < 0.3 { return Self.membership(field, Array(random.shuffled(Self.modes).prefix(2))) }
            return Self.membership(field, [Self.modes[modeSkew.pick(&random)]])
        case "severity": return "severity >= \(random.below(from: 3, to: 9))"
        default: return quantity(field, &random)
        }
    }

    private func quantity(_ field: String, _ random: inout WorkloadRandom) -> String {
        let drawn = random.logNormal(4, 2.2)
        let round = [1.0, 5, 10, 20, 50, 100, 200, 250, 500, 1_000, 5_000, 10_000]
        let isRound = random.unit() < 0.5
        let value = isRound ? round.min { abs($0 - drawn) < abs($1 - drawn) } ?? drawn : drawn
        let text = String(format: "%.2g", value).contains("e") ? String(Int(value)) : String(format: "%.2g", value)
        let draw = random.unit()
        if draw < 0.6 { return "\(field) >= \(text)" }
        if draw < 0.7 { return "\(field) < \(text)" }
        let upper = (Double(text) ?? value) * [2.0, 5, 10, 100][random.below(4)]
        return "\(field) >= \(text) && \(field) < \(upper)"
    }

    private static func membership(_ field: String, _ values: [String]) -> String {
        let distinct = Set(values).sorted()
        if distinct.count == 1 { return "\(field) == \"\(distinct[0])\"" }
        return "\(field) in [\(distinct.map { "\"\($0)\"" }.joined(separator: ", "))]"
    }
}

/// Random numbers that are the same on every run (SplitMix64).
struct WorkloadRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func below(from low: Int, to high: Int) -> Int { low + below(high - low + 1) }

    mutating func logNormal(_ mean: Double, _ deviation: Double) -> Double {
        let radius = (-2 * Foundation.log(1 - unit())).squareRoot()
        return Foundation.exp(mean + deviation * radius * Foundation.cos(2 * Double.pi * unit()))
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var shuffled = elements
        for index in stride(from: shuffled.count - 1, to: 0, by: -1) { shuffled.swapAt(index, below(index + 1)) }
        return shuffled
    }
}
