/// What the checks behind the schema hold an alert to.
enum AlertRule: UInt8, CaseIterable, Sendable {
    case containerCheckDigit, shipCheckDigit, companyCheckDigit, airWaybillCheckDigit, vehicleCheckDigit
    case unknownCountry, unknownMember, unknownCategory, unknownLocationCountry, differentCountry
    case reservedChapter, nationalChapter, unlistedHarmonizedCode
    case unknownCurrency, currencyNotYetInForce, withdrawnCurrency, currencyWithoutMinorUnits
    case sentInFuture, expired, expiresBeforeSent, expiresBeforeEffective, reviewBeforeSent, deadlineBeforeSent
    case expectedUntilBeforeFrom, validUntilBeforeFrom, dateAfterSent
    case foreignReference, ownReferenceMissing, selfReference

    /// The code of the finding: stable, for programs.
    var code: String {
        switch self {
        case .containerCheckDigit: "check-digit.container"
        case .shipCheckDigit: "check-digit.imo-ship"
        case .companyCheckDigit: "check-digit.imo-company"
        case .airWaybillCheckDigit: "check-digit.air-waybill"
        case .vehicleCheckDigit: "check-digit.vin"
        case .unknownCountry: "code.country"
        case .unknownMember: "code.member"
        case .unknownCategory: "code.category"
        case .unknownLocationCountry: "code.un-locode"
        case .differentCountry: "code.place-country"
        case .reservedChapter: "code.hs-chapter"
        case .nationalChapter: "code.hs-national"
        case .unlistedHarmonizedCode: "code.hs-unlisted"
        case .unknownCurrency: "code.currency"
        case .currencyNotYetInForce: "code.currency-not-yet"
        case .withdrawnCurrency: "code.currency-withdrawn"
        case .currencyWithoutMinorUnits: "code.currency-no-amount"
        case .sentInFuture: "life-cycle.sent-in-future"
        case .expired: "life-cycle.expired"
        case .expiresBeforeSent: "life-cycle.expires-before-sent"
        case .expiresBeforeEffective: "life-cycle.expires-before-effective"
        case .reviewBeforeSent: "life-cycle.review-before-sent"
        case .deadlineBeforeSent: "life-cycle.deadline-before-sent"
        case .expectedUntilBeforeFrom: "life-cycle.expected-until-before-from"
        case .validUntilBeforeFrom: "life-cycle.valid-until-before-from"
        case .dateAfterSent: "life-cycle.date-after-sent"
        case .foreignReference: "life-cycle.foreign-reference"
        case .ownReferenceMissing: "life-cycle.own-reference-missing"
        case .selfReference: "life-cycle.self-reference"
        }
    }

    /// What is wrong and what would be right, without the alert's values.
    var sentence: String {
        switch self {
        case .containerCheckDigit: Self.checkDigit("container number", "ISO 6346")
        case .shipCheckDigit: Self.checkDigit("IMO ship number", "IMO resolution A.1117(30)")
        case .companyCheckDigit: Self.checkDigit("IMO company number", "IMO's scheme for companies")
        case .airWaybillCheckDigit: Self.checkDigit("air waybill number", "IATA resolution 600a")
        case .vehicleCheckDigit: Self.checkDigit("VIN", "49 CFR 565.15")
        case .unknownCountry: "no country of ISO 3166-1 has this code; give the two letters of a country, or XK"
        case .unknownMember:
            "no country of ISO 3166-1 has this code; give a country's two letters, or ORG- and a name"
        case .unknownCategory: "no category has this name; give chapter.group of the category tree, such as drugs.other"
        case .unknownLocationCountry: "a UN/LOCODE begins with a country of ISO 3166-1, or XZ for international waters"
        case .differentCountry: "country and UN/LOCODE of the place name different countries"
        case .reservedChapter: "the Harmonized System has no such chapter; it has 01 to 97 without 77"
        case .nationalChapter: "chapters 98 and 99 mean something else in each country; give an international HS code"
        case .unlistedHarmonizedCode: "the installed list of the Harmonized System has no such code"
        case .unknownCurrency: "no currency of ISO 4217 has this code"
        case .currencyNotYetInForce: "the currency came into force only after the event; give the one in force then"
        case .withdrawnCurrency: "the currency was withdrawn before the event; give the one in force then"
        case .currencyWithoutMinorUnits: "no amount can be given in this code of ISO 4217; give a currency"
        case .sentInFuture: "sent lies in the future; check the sender's clock and time zone"
        case .expired: "the alert has already expired and would be delivered to nobody; give a later expires"
        case .expiresBeforeSent: "expires must be later than sent"
        case .expiresBeforeEffective: "expires must be later than effective"
        case .reviewBeforeSent: "reviewBy must be later than sent"
        case .deadlineBeforeSent: "deadline must be later than sent"
        case .expectedUntilBeforeFrom: "expectedUntil must not be earlier than expectedFrom"
        case .validUntilBeforeFrom: "validUntil must not be earlier than validFrom"
        case .dateAfterSent: "the event's date must not be later than sent"
        case .foreignReference: "only the originator may update or cancel: references must name the alert's own origin"
        case .ownReferenceMissing: "an update or cancel must refer to the feedback of its own origin that it changes"
        case .selfReference: "an alert cannot refer to itself; an update or cancel has an identifier of its own"
        }
    }

    private static func checkDigit(_ number: String, _ standard: String) -> String {
        "the check digit does not fit the \(number) (\(standard)); correct it, or set asObserved to true in the same "
            + "object where the number is written as it was seen"
    }
}

/// A rule that an alert breaks, and where.
struct AlertIssue {
    let rule: AlertRule
    let node: Int
    let isWarning: Bool
}
