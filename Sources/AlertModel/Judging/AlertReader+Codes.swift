internal import JSONDocument

extension AlertReader {
    // MARK: Goods and topics

    /// Judges the goods lines and makes one topic for each distinct category.
    mutating func readGoods(kind: AlertKind, origin: MemberIdentifier) {
        let month = withText(alert[.date] ?? alert[.sent]) { InternetTime.month($0) }
        var seen: InlineArray<8, UInt64> = InlineArray(repeating: 0)
        let lines = elements(alert[.goods])
        var node = lines.lowerBound
        while node < lines.upperBound {
            let line = members(node)
            if let category = checkCategory(line[.category]) {
                let bit: UInt64 = 1 << UInt64(category & 63)
                if seen[category >> 6] & bit == 0 {
                    seen[category >> 6] |= bit
                    topics.append(Topic(kind: kind, category: lists.categories.packed[category], origin: origin))
                }
            }
            checkHarmonizedCode(line[.hs])
            checkCountry(line[.countryOfOrigin])
            if let value = line[.value], let month { checkCurrency(members(value)[.currency], in: month) }
            node = following(node)
        }
        if topics.isEmpty { topics.append(Topic(kind: kind, category: Category.withoutCategory, origin: origin)) }
    }

    private mutating func checkCategory(_ node: Int?) -> Int? {
        guard let node, let name = withText(node, { Category.packed($0) }) else { return nil }
        if let index = lists.categories.index(of: name) { return index }
        report(.unknownCategory, at: node)
        return nil
    }

    private mutating func checkHarmonizedCode(_ node: Int?) {
        guard let node else { return }
        switch withText(node, { HarmonizedCode.check($0) }) {
        case .notListed: report(.reservedChapter, at: node)
        case .nationalUse: report(.nationalChapter, at: node, isWarning: true)
        case .valid:
            guard let list = lists.harmonizedCodes, withText(node, { list.contains($0) }) == false else { return }
            report(.unlistedHarmonizedCode, at: node)
        default: break
        }
    }

    private mutating func checkCurrency(_ node: Int?, in month: CalendarMonth) {
        guard let node else { return }
        switch withText(node, { lists.currencies.check($0, in: month) }) {
        case .notListed: report(.unknownCurrency, at: node)
        case .notYetInForce: report(.currencyNotYetInForce, at: node)
        case .withdrawn: report(.withdrawnCurrency, at: node)
        case .withoutMinorUnits: report(.currencyWithoutMinorUnits, at: node)
        case .valid, .wrongShape, nil: break
        }
    }

    // MARK: Places

    /// Judges the places: where it happened, and the route.
    mutating func readPlaces() {
        checkPlace(alert[.place])
        guard let node = alert[.route] else { return }
        let route = members(node)
        checkPlace(route[.origin])
        checkPlace(route[.departure])
        checkPlace(route[.destination])
        let stops = elements(route[.transit])
        var stop = stops.lowerBound
        while stop < stops.upperBound {
            checkPlace(stop)
            stop = following(stop)
        }
    }

    private mutating func checkPlace(_ node: Int?) {
        guard let node else { return }
        let place = members(node)
        checkCountry(place[.country])
        guard let locode = place[.locode], withText(locode, { LocationCode.check($0) }) == .valid else { return }
        guard withText(locode, { LocationCode.isInternationalWaters($0) }) != true else { return }
        if withText(locode, { lists.countries.check($0[0], $0[1]) }) == .notListed {
            report(.unknownLocationCountry, at: locode)
        } else if let country = letters(place[.country], 0..<2), letters(locode, LocationCode.countryRange) != country {
            report(.differentCountry, at: place[.country] ?? locode, isWarning: true)
        }
    }

    private mutating func checkCountry(_ node: Int?) {
        guard let node, withText(node, { lists.countries.check($0) }) == .notListed else { return }
        report(.unknownCountry, at: node)
    }

    /// Two bytes of a text as one number, nil where it is shorter.
    private func letters(_ node: Int?, _ range: Range<Int>) -> UInt16? {
        withText(node) { text in
            guard text.count >= range.upperBound else { return nil }
            return UInt16(text[range.lowerBound]) << 8 | UInt16(text[range.lowerBound &+ 1])
        }
    }

    // MARK: Conveyance

    /// Judges the numbers of vessel, vehicle, containers and air waybill.
    mutating func readConveyance() {
        guard let node = alert[.conveyance] else { return }
        let conveyance = members(node)
        if let vessel = conveyance[.vessel] { checkVessel(members(vessel)) }
        if let vehicle = conveyance[.vehicle] { checkVehicle(members(vehicle)) }
        if let waybill = conveyance[.airWaybill] {
            let members = members(waybill)
            checkNumber(members[.number], members, .airWaybillCheckDigit) { AirWaybillNumber.check($0) }
        }
        let containers = elements(conveyance[.containers])
        var container = containers.lowerBound
        while container < containers.upperBound {
            let members = members(container)
            checkNumber(members[.number], members, .containerCheckDigit) { ContainerNumber.check($0) }
            container = following(container)
        }
    }

    private mutating func checkVessel(_ vessel: AlertMembers) {
        checkNumber(vessel[.imo], vessel, .shipCheckDigit) { ShipNumber.check($0) }
        checkNumber(vessel[.companyImo], vessel, .companyCheckDigit) { CompanyNumber.check($0) }
        checkCountry(vessel[.flag])
    }

    private mutating func checkVehicle(_ vehicle: AlertMembers) {
        checkCountry(vehicle[.country])
        guard let node = vehicle[.vin],
            withText(node, { VehicleIdentificationNumber.check($0) }) == .wrongCheckDigit
        else { return }
        let isCompulsory = withText(node) { VehicleIdentificationNumber.requiresCheckDigit($0) } == true
        report(.vehicleCheckDigit, at: node, isWarning: !isCompulsory || isAsObserved(vehicle))
    }

    /// Judges a number: a wrong check digit is an error, or a warning where its object says it is as observed.
    private mutating func checkNumber(
        _ node: Int?, _ owner: AlertMembers, _ rule: AlertRule, _ check: (UnsafeRawBufferPointer) -> CodeVerdict
    ) {
        guard let node, withText(node, check) == .wrongCheckDigit else { return }
        report(rule, at: node, isWarning: isAsObserved(owner))
    }

    private func isAsObserved(_ owner: AlertMembers) -> Bool {
        owner[.asObserved].map { tape.kind($0) == .true } ?? false
    }

    // MARK: Traders

    /// Judges the countries within consignment references and trader identification numbers, and of partners.
    mutating func readTraders() {
        checkCountry(within: alert[.ucr], ConsignmentReference.countryRange) { ConsignmentReference.check($0) }
        if let node = alert[.operator] {
            let trader = members(node)
            checkCountry(within: trader[.tin], TraderIdentification.countryRange) { TraderIdentification.check($0) }
            checkCountry(trader[.country])
        }
        let partners = elements(alert[.partners])
        var partner = partners.lowerBound
        while partner < partners.upperBound {
            checkCountry(partner)
            partner = following(partner)
        }
    }

    private mutating func checkCountry(
        within node: Int?, _ range: Range<Int>, _ check: (UnsafeRawBufferPointer) -> CodeVerdict
    ) {
        guard let node, withText(node, check) == .valid, let pair = letters(node, range) else { return }
        let verdict = lists.countries.check(UInt8(truncatingIfNeeded: pair >> 8), UInt8(truncatingIfNeeded: pair))
        if verdict == .notListed { report(.unknownCountry, at: node) }
    }
}
