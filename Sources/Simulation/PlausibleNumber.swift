import AlertModel

/// Numbers of containers, ships, air waybills and vehicles that carry the check digits of their standards.
enum PlausibleNumber {
    private static let containerOwners = [
        "MSKU", "MSCU", "TEXU", "HLXU", "CMAU", "TRIU", "CAIU", "SUDU", "EGHU", "ONEU",
    ]
    private static let waybillPrefixes = ["001", "006", "020", "045", "057", "074", "075", "134", "176", "230"]
    private static let manufacturers = ["1FT", "3AK", "1M8", "3HS", "8AJ", "93Z", "WDB", "YV2", "XLR", "JTE"]

    /// A container number (ISO 6346).
    static func container(_ random: inout SeededGenerator) -> String {
        let owner = random.pick(containerOwners)
        return completed(owner + random.digits(6), "", by: ContainerNumber.self)
    }

    /// An IMO ship number.
    static func ship(_ random: inout SeededGenerator) -> String {
        completed("9" + random.digits(5), "", by: ShipNumber.self)
    }

    /// An air waybill.
    static func airWaybill(_ random: inout SeededGenerator) -> String {
        completed("\(random.pick(waybillPrefixes))-\(random.digits(7))", "", by: AirWaybillNumber.self)
    }

    /// A vehicle identification number.
    static func vehicle(_ random: inout SeededGenerator) -> String {
        let maker = random.pick(manufacturers)
        let model = random.reference(5)
        return completed(maker + model, random.reference(2) + random.digits(6), by: VehicleIdentificationNumber.self)
    }

    /// The number with the check digit that fits between its two parts.
    private static func completed<Code: StandardCode>(_ head: String, _ tail: String, by code: Code.Type) -> String {
        for digit in "0123456789X" where code.check(head + String(digit) + tail) == .valid {
            return head + String(digit) + tail
        }
        // Every number has a check digit; the loop returned.
        return head + "0" + tail
    }

    /// A number whose last digit is read as the next one of `digits` digits: its check digit no longer fits.
    static func misread(_ number: String, digits: Int) -> String {
        let last = number.last?.wholeNumberValue ?? 0
        return number.dropLast() + String((last + 1) % digits)
    }
}
