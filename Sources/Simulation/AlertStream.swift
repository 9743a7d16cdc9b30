public import AlertModel

/// A plausible stream of alerts that a seed determines: the same seed, members, options and times give the same bytes.
///
/// All kinds occur, with updates and cancels of earlier own alerts and feedback on those of others. Good alerts are
/// valid when judged at the time they were made for; bad ones are bad in one known way each.
public struct AlertStream: Sendable {
    /// How many earlier alerts may still be referred to.
    public static let historyMax = 1_024

    /// Whose alerts these are.
    public let members: [MemberIdentifier]
    /// What they are made of.
    public let options: AlertStreamOptions

    var random: SeededGenerator
    private var identifiers = AlertIdentifierGenerator()
    let plainGoods: [SimulatedGoods]
    private(set) var history: [AlertDraft] = []
    private var historyNext = 0
    private var caseNumber = 0
    private var faultNext = 0

    /// A stream of `members`, at least one; the category tree comes embedded.
    public init(
        seed: UInt64, members: [MemberIdentifier], options: AlertStreamOptions = AlertStreamOptions()
    ) throws(CodeListError) {
        precondition(!members.isEmpty, "a stream needs at least one member")
        self.members = members
        self.options = options
        random = SeededGenerator(seed: seed)
        plainGoods = try CategoryTree().all.map { .plain($0) }
        history.reserveCapacity(Self.historyMax)
    }

    /// The next alert, as if sent at a time in milliseconds since 1970. Times should not go back.
    public mutating func next(at now: Int64) -> SimulatedAlert {
        let isBad = random.fraction() < options.badShare
        let fault = isBad ? nextFault() : nil
        var draft = fault.map { badDraft($0, at: now) } ?? goodDraft(at: now)
        var bytes = draft.bytes(with: fault, capacity: options.alertBytes ?? 2_048)
        if let target = options.alertBytes, bytes.count < target, fault != .truncated, !draft.texts.isEmpty {
            fillUp(&draft, by: target - bytes.count)
            bytes = draft.bytes(with: fault, capacity: target)
        }
        if fault == nil { remember(draft) }
        return SimulatedAlert(
            bytes: bytes, id: draft.id, kind: draft.kind, origin: draft.origin, messageType: draft.messageType,
            tlp: draft.tlp, references: draft.references, categories: draft.goods.map(\.category), fault: fault)
    }

    // MARK: Choosing

    private mutating func goodDraft(at now: Int64) -> AlertDraft {
        let origin = random.pick(members)
        switch random.below(100) {
        case ..<52: return seizure(origin, at: now)
        case ..<66: return warning(origin, at: now)
        case ..<74: return request(origin, at: now)
        case ..<79: return standing(origin, at: now)
        case ..<91: return feedback(origin, at: now) ?? seizure(origin, at: now)
        case ..<96: return update(origin, at: now) ?? seizure(origin, at: now)
        default: return cancel(origin, at: now) ?? warning(origin, at: now)
        }
    }

    /// The faults come in turn, so that a short stream has all of them.
    private mutating func nextFault() -> AlertFault {
        defer { faultNext += 1 }
        return AlertFault.allCases[faultNext % AlertFault.allCases.count]
    }

    private mutating func fillUp(_ draft: inout AlertDraft, by count: Int) {
        let last = draft.texts.count - 1
        // The name of the member counts too where there was no narrative.
        var missing = draft.texts[last].narrative.isEmpty ? count - #","narrative":"""#.utf8.count : count
        while missing > 0 {
            let sentence = " " + random.pick(SimulatedWords.narrative)
            draft.texts[last].narrative += sentence.prefix(missing)
            missing -= sentence.count
        }
    }

    // MARK: Remembering

    /// Keeps an alert for later references; the oldest gives way.
    private mutating func remember(_ draft: AlertDraft) {
        if history.count < Self.historyMax {
            history.append(draft)
        } else {
            history[historyNext] = draft
            historyNext = (historyNext + 1) % Self.historyMax
        }
    }

    /// An earlier alert that `isFit`, looked for from a random place on; nil where there is none near.
    mutating func recall(where isFit: (AlertDraft) -> Bool) -> AlertDraft? {
        recallIndex(where: isFit).map { history[$0] }
    }

    /// The place of an earlier alert.
    mutating func recallIndex(where isFit: (AlertDraft) -> Bool) -> Int? {
        guard !history.isEmpty else { return nil }
        let triesMax = 64
        let start = random.below(history.count)
        for step in 0..<min(triesMax, history.count) {
            let index = (start + step) % history.count
            if isFit(history[index]) { return index }
        }
        return nil
    }

    /// Forgets an alert that was updated or cancelled, so that nothing refers to it any more.
    mutating func forget(_ index: Int) {
        history[index].messageType = .cancel
    }

    // MARK: Numbers

    mutating func identifier(at now: Int64) -> AlertIdentifier {
        identifiers.next(milliseconds: now, using: &random)
    }

    mutating func caseReference(_ origin: MemberIdentifier, at now: Int64) -> String {
        caseNumber += 1
        let number = String(1_000_000 + caseNumber).dropFirst()
        return "\(origin)-\(InternetTime.text(milliseconds: now).prefix(4))-\(number)"
    }
}
