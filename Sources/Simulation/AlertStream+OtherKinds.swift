import AlertModel

extension AlertStream {
    /// A warning of a shipment to look for, or of a way of smuggling.
    mutating func warning(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        var draft = envelope(.warning, origin, at: now)
        let goods = someGoods()
        let isShipment = random.chance(65)
        draft.subject = isShipment ? "shipment" : "modus-operandi"
        draft.urgency = random.pick(["immediate", "expected", "future"])
        draft.severity = random.pick(["moderate", "severe"])
        draft.certainty = random.pick(["likely", "possible"])
        draft.caseReference = caseReference(origin, at: now)
        if isShipment {
            addShipment(to: &draft, goods, way())
            let from = draft.sent + Int64(random.within(1...10)) * AlertDraft.dayMilliseconds
            draft.expected = (from, from + Int64(random.within(1...4)) * AlertDraft.dayMilliseconds)
            draft.warningAction = random.pick(["inform", "control", "observe", "do-not-intervene"])
        } else {
            draft.goods = [line(goods)]
            draft.concealment = random.pick(SimulatedWords.seaConcealments)
        }
        draft.indicators = [random.pick(SimulatedWords.indicators)]
        draft.texts = texts(
            english: isShipment ? "Shipment of interest: \(goods.english)" : "Way of concealment: \(goods.english)",
            spanish: goods.spanish.map { isShipment ? "Envío de interés: \($0)" : "Modalidad de ocultamiento: \($0)" },
            origin)
        return draft
    }

    /// A request for information, about an alert of another where one is at hand.
    mutating func request(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        var draft = envelope(.request, origin, at: now)
        let about = random.chance(50) ? recall { $0.isAbout(other: origin) } : nil
        if let about {
            draft.references = [about.reference]
            draft.goods = about.goods
        }
        let days = Int64(random.within(3...28))
        var questions = [random.pick(SimulatedWords.questions)]
        let second = random.pick(SimulatedWords.questions)
        if second != questions[0] { questions.append(second) }
        draft.request = RequestDraft(
            deadline: draft.sent + days * AlertDraft.dayMilliseconds, purpose: random.pick(SimulatedWords.purposes),
            legalBasis: random.pick(SimulatedWords.legalBases), questions: questions)
        draft.urgency = "expected"
        draft.texts = texts(
            english: "Information wanted: \(draft.request?.purpose ?? "")", spanish: "Solicitud de información", origin)
        return draft
    }

    /// The outcome of an alert of another member, told to that member; nil where there is none to speak of.
    mutating func feedback(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft? {
        guard let about = recall(where: { $0.isAbout(other: origin) && $0.isSeen(by: origin) }) else { return nil }
        var draft = envelope(.feedback, origin, at: now)
        draft.references = [about.reference]
        draft.tlp = max(about.tlp, .amber)
        draft.recipients = ["member:\(about.origin)"]
        let outcome = random.pick(["seized", "negative", "negative", "not-controlled", "more-information"])
        draft.outcome = outcome
        draft.caseReference = caseReference(origin, at: now)
        if outcome == "seized" {
            draft.happened = draft.sent
            draft.goods = [line(random.pick(SimulatedGoods.common))]
            draft.place = random.pick(SimulatedPlaces.places(of: .seaport, in: country(of: origin)))
        }
        let words = outcome.replacing("-", with: " ")
        draft.texts = texts(english: "Outcome of the control: \(words)", spanish: "Resultado del control", origin)
        return draft
    }

    /// The standing of an authorised economic operator.
    mutating func standing(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        var draft = envelope(.aeo, origin, at: now)
        draft.tlp = .green
        draft.recipients = []
        let country = country(of: origin)
        let action = random.pick(["granted", "granted", "granted", "suspended", "revoked"])
        let from = draft.sent + Int64(random.below(30)) * AlertDraft.dayMilliseconds
        let validDays: Int64 = 1_095
        draft.trader = OperatorDraft(
            identification: country + random.digits(7) + random.reference(1), country: country, action: action,
            authorisation: random.pick(["customs-simplification", "security", "combined"]),
            roles: [random.pick(SimulatedWords.roles)], validFrom: from,
            validUntil: action == "granted" ? from + validDays * AlertDraft.dayMilliseconds : nil,
            partners: members.filter { $0.isCountry && $0 != origin }.prefix(64).map(\.description))
        draft.texts = texts(
            english: "Authorised economic operator: \(action)", spanish: "Operador económico autorizado", origin)
        return draft
    }

    /// A fuller account of an earlier alert of the same origin, which it replaces; nil where there is none.
    mutating func update(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft? {
        guard let index = recallIndex(where: { $0.origin == origin && $0.canBeUpdated }) else { return nil }
        let old = history[index]
        forget(index)
        var draft = old
        draft.id = identifier(at: now)
        draft.sent = now - now % 1_000
        draft.messageType = .update
        draft.references = [old.reference]
        let days = Int64(random.within(60...400))
        let later = (draft.sent / AlertDraft.dayMilliseconds + days) * AlertDraft.dayMilliseconds
        (draft.expires, draft.reviewBy) = old.expires == nil ? (nil, later) : (later, nil)
        if !draft.goods.isEmpty {
            draft.goods[0].quantityThousandths += random.within(1...20) * 1_000
        }
        if !draft.texts.isEmpty {
            // Only the words of the new account: those of the old would grow with each update.
            draft.texts[draft.texts.count - 1].narrative = random.pick(SimulatedWords.narrative)
        }
        return draft
    }

    /// The withdrawal of an earlier alert of the same origin; nil where there is none.
    mutating func cancel(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft? {
        guard let index = recallIndex(where: { $0.origin == origin && $0.canBeUpdated }) else { return nil }
        let old = history[index]
        forget(index)
        var draft = AlertDraft(
            id: identifier(at: now), kind: old.kind, origin: origin, sent: now - now % 1_000, messageType: .cancel,
            status: options.status, tlp: old.tlp)
        draft.references = [old.reference]
        draft.recipients = old.recipients
        let days = 90 * AlertDraft.dayMilliseconds
        (draft.expires, draft.reviewBy) = old.expires == nil ? (nil, draft.sent + days) : (draft.sent + days, nil)
        return draft
    }
}

extension AlertDraft {
    var reference: AlertReference { AlertReference(origin: origin, id: id) }

    /// Whether it stands, and its originator may replace or withdraw it. Feedback and requests are left alone.
    var canBeUpdated: Bool {
        messageType != .cancel && (kind == .seizure || kind == .warning || kind == .aeo)
    }

    /// Whether it is an alert of another that can be answered.
    func isAbout(other origin: MemberIdentifier) -> Bool {
        self.origin != origin && messageType != .cancel && (kind == .seizure || kind == .warning)
    }

    /// Whether a member is among those it names, or it names nobody.
    func isSeen(by member: MemberIdentifier) -> Bool {
        recipients.isEmpty || recipients.contains("member:\(member)")
    }
}
