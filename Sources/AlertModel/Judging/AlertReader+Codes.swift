internal import JSONDocument

extension AlertReader {
    // MARK: Goods and topics

    /// Judges the goods lines and makes one topic for each distinct category.
    mutating func readGoods(kind: AlertKind, origin: MemberIdentifier) {
        let month = text(alert[.date] ?? alert[.sent]).flatMap(InternetTime.month)
        let kindWord = text(alert[.kind]).flatMap(AlertKind.packed) ?? kind.packed
        var seen: InlineArray<8, UInt64> = InlineArray(repeating: 0)
        let lines = elements(alert[.goods])
        var node = lines.lowerBound
        while node < lines.upperBound {
            let line = members(node)
            if let category = checkCategory(line[.category]) {
                let bit: UInt64 = 1 << UInt64(category & 63)
                if seen[category >> 6] & bit == 0 {
                    seen[category >> 6] |= bit
                    topics.append(Topic(kind: kindWord, category: lists.categories.packed[category], origin: origin))
                }
            }
            checkHarmonizedCode(line[.hs])
            checkCountry(line[.countryOfOrigin])
            if let value = line[.value], let month { checkCurrency(members(value)[.currency], in: month) }
            node = following(node)
        }
        if topics.isEmpty { topics.append(Topic(kind: kindWord, category: Category.withoutCategory, origin: origin)) }
    }

    private mutating func checkCategory(_ node: Int?) -> Int? {
        guard let node, let name = text(node).flatMap(Category.packed) else { return nil }
        if let index = lists.categories.index(of: name) { return index }
        report(.unknownCategory, at: node)
        return nil
    }

    private mutating func checkHarmonizedCode(_ node: Int?) {
        guard let node, let code = text(node) else { return }
        switch HarmonizedCode.check(code) {
        case .notListed: report(.reservedChapter, at: node)
        case .nationalUse: report(.nationalChapter, at: node, isWarning: true)
        case .valid:
            if let list = lists.harmonizedCodes, !list.contains(code) { report(.unlistedHarmonizedCode, at: node) }
        case .wrongShape, .wrongCheckDigit: break
        }
    }

    private mutating func checkCurrency(_ node: Int?, in month: CalendarMonth) {
        guard let node, let code = text(node) else { return }
        switch lists.currencies.check(code, in: month) {
        case .notListed: report(.unknownCurrency, at: node)
        case .notYetInForce: report(.currencyNotYetInForce, at: node)
        case .withdrawn: report(.withdrawnCurrency, at: node)
        case .withoutMinorUnits: report(.currencyWithoutMinorUnits, at: node)
        case .valid, .wrongShape: break
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
        guard let node = place[.locode], let code = text(node), LocationCode.check(code) == .valid,
            !LocationCode.isInternationalWaters(code)
        else { return }
        if lists.countries.check(code[0], code[1]) == .notListed {
            report(.unknownLocationCountry, at: node)
        } else if let other = place[.country], let country = text(other), country.count == 2,
            country[0] != code[0] || country[1] != code[1]
        {
            report(.differentCountry, at: other, isWarning: true)
        }
    }

    private mutating func checkCountry(_ node: Int?) {
        guard let node, let code = text(node), lists.countries.check(code) == .notListed else { return }
        report(.unknownCountry, at: node)
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
            checkNumber(AirWaybillNumber.self, members[.number], members, .airWaybillCheckDigit)
        }
        let containers = elements(conveyance[.containers])
        var container = containers.lowerBound
        while container < containers.upperBound {
            let members = members(container)
            checkNumber(ContainerNumber.self, members[.number], members, .containerCheckDigit)
            container = following(container)
        }
    }

    private mutating func checkVessel(_ vessel: ObjectMembers) {
        checkNumber(ShipNumber.self, vessel[.imo], vessel, .shipCheckDigit)
        checkNumber(CompanyNumber.self, vessel[.companyImo], vessel, .companyCheckDigit)
        checkCountry(vessel[.flag])
    }

    private mutating func checkVehicle(_ vehicle: ObjectMembers) {
        checkCountry(vehicle[.country])
        guard let node = vehicle[.vin], let number = text(node),
            VehicleIdentificationNumber.check(number) == .wrongCheckDigit
        else { return }
        let isCompulsory = VehicleIdentificationNumber.requiresCheckDigit(number)
        report(.vehicleCheckDigit, at: node, isWarning: !isCompulsory || isAsObserved(vehicle))
    }

    /// Judges a number: a wrong check digit is an error, or a warning where its object says it is as observed.
    private mutating func checkNumber<Code: StandardCode>(
        _ code: Code.Type, _ node: Int?, _ owner: ObjectMembers, _ rule: AlertRule
    ) {
        guard let node, let number = text(node), Code.check(number) == .wrongCheckDigit else { return }
        report(rule, at: node, isWarning: isAsObserved(owner))
    }

    private func isAsObserved(_ owner: ObjectMembers) -> Bool {
        owner[.asObserved].map { tape.kinds[$0] == JSONKind.true.rawValue } ?? false
    }

    // MARK: Traders

    /// Judges the countries within consignment references and trader identification numbers, and of partners.
    mutating func readTraders() {
        checkCountry(within: ConsignmentReference.self, alert[.ucr], at: ConsignmentReference.countryRange)
        if let node = alert[.operator] {
            let trader = members(node)
            checkCountry(within: TraderIdentification.self, trader[.tin], at: TraderIdentification.countryRange)
            checkCountry(trader[.country])
        }
        let partners = elements(alert[.partners])
        var partner = partners.lowerBound
        while partner < partners.upperBound {
            checkCountry(partner)
            partner = following(partner)
        }
    }

    private mutating func checkCountry<Code: StandardCode>(within code: Code.Type, _ node: Int?, at range: Range<Int>) {
        guard let node, let reference = text(node), Code.check(reference) == .valid else { return }
        let country = UnsafeRawBufferPointer(rebasing: reference[range])
        if lists.countries.check(country) == .notListed { report(.unknownCountry, at: node) }
    }
}
