import AlertModel

extension AlertStream {
    /// How goods travel.
    enum Way: Sendable { case sea, air, road }

    mutating func way() -> Way {
        switch random.below(100) {
        case ..<48: .sea
        case ..<78: .air
        default: .road
        }
    }

    /// A seizure with goods, route and conveyance.
    mutating func seizure(_ origin: MemberIdentifier, at now: Int64, by chosen: Way? = nil) -> AlertDraft {
        let way = chosen ?? way()
        let goods = someGoods()
        var draft = envelope(.seizure, origin, at: now)
        draft.caseReference = caseReference(origin, at: now)
        draft.happened = draft.sent - Int64(random.within(0...6)) * AlertDraft.dayMilliseconds
        draft.urgency = random.pick(["past", "expected", "unknown"])
        draft.severity = random.pick(["minor", "moderate", "severe", "extreme"])
        draft.certainty = "observed"
        addShipment(to: &draft, goods, way)
        let first = draft.goods[0]
        draft.texts = texts(
            english: headline(first, goods.english, "seized", way),
            spanish: goods.spanish.map { spanishHeadline(first, $0) },
            origin)
        draft.detection = random.pick(SimulatedWords.detections)
        guard !isCompact else { return draft }
        if random.chance(40) {
            let involved = random.within(1...4)
            draft.persons = (involved, random.within(0...involved))
        }
        if random.chance(35) {
            draft.intendedUse = random.pick(["domestic-market", "transit", "commercial", "unknown"])
        }
        if let place = draft.place, !place.code.isEmpty {
            draft.customsOffice = ("\(place.country)\(random.digits(6))", "Aduana \(place.name)")
        }
        if random.chance(25) { draft.attachments = [attachment()] }
        if random.chance(15) { addSecondLine(to: &draft) }
        return draft
    }

    /// Goods of the region mostly, and of any category for the rest.
    mutating func someGoods() -> SimulatedGoods {
        random.chance(35) ? random.pick(plainGoods) : random.pick(SimulatedGoods.common)
    }

    /// Adds goods, place, route, conveyance and concealment that fit together.
    mutating func addShipment(to draft: inout AlertDraft, _ goods: SimulatedGoods, _ way: Way) {
        draft.goods = [line(goods)]
        let country = country(of: draft.origin)
        let kind: SimulatedPlace.Kind =
            switch way {
            case .sea: .seaport
            case .air: .airport
            case .road: .crossing
            }
        let here = random.pick(SimulatedPlaces.places(of: kind, in: country))
        let there = foreignPlace(kind, not: country)
        draft.place = here
        draft.locationType = here.kind.locationType
        draft.direction = random.pick(["inbound", "outbound", "transit"])
        let isOutbound = draft.direction == "outbound"
        draft.route = RouteDraft(
            originCountry: random.pick(["CO", "EC", "PE", "BO", "MX", "CN", "US", "TR", "IN"]),
            departure: isOutbound ? here : there, destination: isOutbound ? there : here)
        if draft.direction == "transit" {
            draft.route?.transitCountries = [country]
            draft.route?.destination = foreignPlace(kind, not: country)
        }
        switch way {
        case .sea:
            draft.conveyance = shipment(bySea: isCompact ? 1 : random.within(1...2))
            draft.concealment = random.pick(SimulatedWords.seaConcealments)
        case .air:
            draft.conveyance = shipmentByAir(departed: draft.happened ?? draft.sent)
            draft.concealment = random.pick(SimulatedWords.airConcealments)
        case .road:
            draft.conveyance = shipmentByRoad(country)
            draft.concealment = random.pick(SimulatedWords.roadConcealments)
        }
        if !isCompact, random.chance(20) { draft.consignment = "6\(country)\(random.reference(8))-\(random.digits(5))" }
    }

    private mutating func foreignPlace(_ kind: SimulatedPlace.Kind, not country: String) -> SimulatedPlace {
        let all =
            switch kind {
            case .airport: SimulatedPlaces.airports
            case .crossing: SimulatedPlaces.crossings
            default: SimulatedPlaces.seaports
            }
        return random.pick(all.filter { $0.country != country })
    }

    /// A goods line with an amount and, mostly, a value in dollars.
    mutating func line(_ goods: SimulatedGoods) -> AlertDraft.GoodsLine {
        // Small amounts are commoner than large ones: the square of a fraction pulls towards the lower end.
        let fraction = random.fraction()
        let span = Double(goods.quantity.count - 1)
        let whole = goods.quantity.lowerBound + Int(span * fraction * fraction)
        let isCounted = goods.unit == "H87" || goods.unit == "C62"
        let thousandths = whole * 1_000 + (isCounted ? 0 : random.below(100) * 10)
        var line = AlertDraft.GoodsLine(
            category: goods.category, harmonizedCode: goods.harmonizedCode, description: goods.english,
            quantityThousandths: thousandths, unit: goods.unit, brand: goods.brand, species: goods.species,
            appendix: goods.appendix)
        if random.chance(60) { line.value = AlertDraft.Money(amount: whole * goods.centsPerUnit, currency: "USD") }
        if random.chance(30) { line.packages = random.within(1...400) }
        return line
    }

    private mutating func addSecondLine(to draft: inout AlertDraft) {
        let second = line(random.pick(SimulatedGoods.common))
        if second.category != draft.goods[0].category { draft.goods.append(second) }
    }

    private mutating func attachment() -> AttachmentDraft {
        var digest = ""
        for _ in 0..<4 {
            let word = String(random.next(), radix: 16)
            digest += String(repeating: "0", count: 16 - word.count) + word
        }
        return AttachmentDraft(
            digest: digest, mediaType: "image/jpeg", byteCount: random.within(40_000...4_000_000),
            title: "X-ray image")
    }

    /// Amount, goods and what happened, at most as long as a headline may be.
    func headline(_ line: AlertDraft.GoodsLine, _ goods: String, _ event: String, _ way: Way) -> String {
        let place =
            switch way {
            case .sea: "at a seaport"
            case .air: "at an airport"
            case .road: "at a border crossing"
            }
        return "\(goods), \(amount(line)), \(event) \(place)"
    }

    private func spanishHeadline(_ line: AlertDraft.GoodsLine, _ goods: String) -> String {
        "\(goods): \(amount(line))"
    }

    private func amount(_ line: AlertDraft.GoodsLine) -> String {
        let units = ["KGM": "kg", "GRM": "g", "LTR": "l", "H87": "pieces", "C62": "units"]
        return "\(line.quantityThousandths / 1_000) \(units[line.unit] ?? line.unit)"
    }
}
