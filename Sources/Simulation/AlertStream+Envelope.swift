import AlertModel

extension AlertStream {
    static let countryFallback = "PA"

    /// Small alerts leave out what they can do without.
    var isCompact: Bool {
        let compactBytesMax = 1_500
        return options.alertBytes.map { $0 <= compactBytesMax } ?? false
    }

    /// The country of a member; organisations sit where the fallback says.
    func country(of member: MemberIdentifier) -> String {
        member.isCountry ? member.description : Self.countryFallback
    }

    /// An alert with its envelope, and no content yet.
    mutating func envelope(_ kind: AlertKind, _ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        let day = AlertDraft.dayMilliseconds
        let sent = now - now % 1_000
        let days = Int64(random.within(30...720))
        let midnight = (sent / day + days) * day
        var draft = AlertDraft(
            id: identifier(at: now), kind: kind, origin: origin, sent: sent, status: options.status, tlp: label())
        if kind == .seizure || random.chance(50) {
            draft.expires = midnight
        } else {
            draft.reviewBy = midnight
        }
        draft.recipients = recipients(draft.tlp, of: origin)
        if !isCompact, random.chance(70) { draft.evaluation = evaluation() }
        return draft
    }

    private mutating func label() -> TrafficLight {
        switch random.below(100) {
        case ..<50: .green
        case ..<58: .clear
        case ..<80: .amber
        case ..<90: .amberStrict
        default: .red
        }
    }

    /// Whom an alert names: required where the label restricts it, seldom otherwise. RED names members only.
    private mutating func recipients(_ label: TrafficLight, of origin: MemberIdentifier) -> [String] {
        let isRestricted = label >= .amber
        guard isRestricted || random.chance(12) else { return [] }
        if label != .red, !options.groups.isEmpty, random.chance(30) {
            return ["group:\(random.pick(options.groups))"]
        }
        let others = members.filter { $0 != origin }
        guard !others.isEmpty else { return ["member:\(origin)"] }
        let count = random.within(1...min(3, others.count))
        let start = random.below(others.count)
        return (0..<count).map { "member:\(others[(start + $0) % others.count])" }
    }

    private mutating func evaluation() -> AlertDraft.Evaluation {
        switch random.below(3) {
        case 0:
            AlertDraft.Evaluation(
                scheme: "4x4", source: random.pick(["A", "B", "C", "X"]),
                information: random.pick(["1", "2", "3", "4"]),
                handling: random.pick(["H0", "H1", "H2"]))
        case 1:
            AlertDraft.Evaluation(
                scheme: "3x5x2", source: random.pick(["1", "2", "3"]), information: random.pick(["A", "B", "C", "D"]),
                handling: random.pick(["P", "C"]))
        default:
            AlertDraft.Evaluation(
                scheme: "admiralty", source: random.pick(["A", "B", "C"]), information: random.pick(["1", "2", "3"]))
        }
    }

    /// The alert's words in English, before them in Spanish where its origin speaks it and the words are known.
    mutating func texts(english: String, spanish: String?, _ origin: MemberIdentifier) -> [AlertDraft.Text] {
        var narrative = random.pick(SimulatedWords.narrative)
        if !isCompact, random.chance(50) { narrative += " " + random.pick(SimulatedWords.narrative) }
        let own = AlertDraft.Text(language: "en", headline: english, narrative: narrative)
        let country = country(of: origin)
        guard !isCompact, let spanish, SimulatedWords.spanishSpeaking.contains(country) else { return [own] }
        return [AlertDraft.Text(language: "es-\(country)", headline: spanish, narrative: ""), own]
    }
}
