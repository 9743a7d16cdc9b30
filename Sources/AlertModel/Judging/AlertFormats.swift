public import JSONSchema

/// The formats of the domain, for the `format` keyword of schemas. They judge shape; check digits and membership in
/// lists are judged behind the schema, which knows about `asObserved`.
public enum AlertFormats {
    /// Every format of the domain.
    public static let all: [Format] = places + numbers + trade + exchange

    private static let places = [
        Format(
            name: "iso3166-country", expectation: "a country code of two capital letters, such as GT",
            outline: "^[A-Z]{2}$"
        ) { text in
            text.count == 2 && ASCII.isUpper(text[0]) && ASCII.isUpper(text[1])
        },
        Format(
            name: "un-locode", expectation: "a UN/LOCODE: two letters of country, three of place, such as GTPRQ",
            outline: "^[A-Z]{2}[A-Z2-9]{3}$"
        ) {
            LocationCode.check($0) == .valid
        },
    ]

    private static let numbers = [
        Format(
            name: "iso6346-container",
            expectation: "a container number: three letters, U, J or Z, seven digits, without spaces",
            outline: "^[A-Z]{3}[UJZ][0-9]{7}$",
            matches: { ContainerNumber.hasShape($0) }),
        Format(
            name: "imo-ship", expectation: "the seven digits of an IMO ship number, without the letters IMO",
            outline: "^[0-9]{7}$",
            matches: { ShipNumber.hasShape($0) }),
        Format(
            name: "imo-company", expectation: "the seven digits of an IMO company number", outline: "^[0-9]{7}$",
            matches: { ShipNumber.hasShape($0) }),
        Format(name: "mmsi", expectation: "nine digits of which the first is 2 to 7", outline: "^[2-7][0-9]{8}$") {
            MaritimeMobileIdentity.check($0) == .valid
        },
        Format(
            name: "air-waybill", expectation: "three digits, a hyphen if you like, and eight digits",
            outline: "^[0-9]{3}-?[0-9]{8}$",
            matches: { AirWaybillNumber.hasShape($0) }),
        Format(
            name: "vin", expectation: "17 capital letters and digits, without I, O and Q", outline: "^[A-Z0-9]{17}$",
            matches: { VehicleIdentificationNumber.hasShape($0) }),
        Format(
            name: "flight-number", expectation: "carrier and number without spaces, such as AV657",
            outline: "^[A-Z0-9]{2}[A-Z]?[0-9]{1,4}[A-Z]?$"
        ) {
            FlightNumber.check($0) == .valid
        },
    ]

    private static let trade = [
        Format(
            name: "iso4217-currency", expectation: "a currency code of three capital letters, such as USD",
            outline: "^[A-Z]{3}$"
        ) { text in
            guard text.count == 3 else { return false }
            return ASCII.isUpper(text[0]) && ASCII.isUpper(text[1]) && ASCII.isUpper(text[2])
        },
        Format(
            name: "hs-code", expectation: "a string of 2, 4 or 6 digits, without dots",
            outline: "^[0-9]{2}([0-9]{2}){0,2}$",
            matches: { HarmonizedCode.hasShape($0) }),
        Format(name: "rec19-mode", expectation: "one digit of UNECE Recommendation 19", outline: "^[0-9]$") {
            TransportMode.check($0) == .valid
        },
        Format(
            name: "rec20-unit", expectation: "two or three characters of UNECE Recommendation 20, such as KGM",
            outline: "^[A-Z0-9]{2,3}$",
            matches: { UnitOfMeasure.hasShape($0) }),
        Format(
            name: "wco-ucr", expectation: "a year digit, a country code and a reference: at most 35 characters",
            outline: #"^[0-9][A-Z]{2}[A-Z0-9/.()-]{2,32}$"#
        ) {
            ConsignmentReference.check($0) == .valid
        },
        Format(
            name: "trader-id", expectation: "a country code and the national identifier: at most 35 characters",
            outline: #"^[A-Z]{2}[A-Z0-9/.()-]{1,33}$"#
        ) {
            TraderIdentification.check($0) == .valid
        },
        Format(
            name: "category",
            expectation: "chapter and group in small letters, with a dot between: drugs.cocaine",
            outline: #"^[a-z0-9-]{1,16}\.[a-z0-9-]{1,32}$"#,
            matches: { Category.hasShape($0) }),
    ]

    private static let exchange = [
        Format(
            name: "uuid7", expectation: "a UUID of version 7, such as 019cec0e-2f68-7d5a-9b1f-3c2a7e904411",
            outline: "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
        ) {
            AlertIdentifier($0) != nil
        },
        Format(
            name: "member-id", expectation: "a country code of two capital letters, or ORG- and a name in capitals",
            outline: "^([A-Z]{2}|ORG-[A-Z0-9-]*)$",
            matches: { MemberIdentifier.hasShape($0) }),
        Format(
            name: "alert-recipient", expectation: "member: and a member, or group: and a group, such as member:GT",
            outline: "^(member:([A-Z]{2}|ORG-[A-Z0-9-]*)|group:[a-z0-9-]{1,32})$"
        ) {
            Recipient($0) != nil
        },
        Format(
            name: "language-tag", expectation: "a language tag of BCP 47, such as es-GT",
            outline: "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$",
            matches: { NameShapes.isLanguageTag($0) }),
        Format(
            name: "reverse-domain", expectation: "a domain name backwards, in small letters, such as org.example.risk",
            outline: #"^[a-z]{1,63}(\.[a-z0-9-]{1,63})+$"#,
            matches: { NameShapes.isReverseDomain($0) }),
        Format(
            name: "z85-key", expectation: "a CURVE public key in Z85: 40 characters", outline: "^[!-z{}]{40}$",
            matches: { NameShapes.isZ85Key($0) }),
        Format(name: "topic-pattern", expectation: "kind.chapter.group.origin, with * for a token and > for the rest") {
            (try? TopicPattern(parsing: String(decoding: $0, as: UTF8.self))) != nil
        },
    ]
}

/// Shapes of names that are no codes of customs.
enum NameShapes {
    private static let labelBytesMax = 63
    private static let z85KeyLength = 40
    private static let z85Signs = Array(".-:+=^!/*?&<>()[]{}@%$#".utf8)

    /// A language tag of BCP 47: a language of two to eight letters, and subtags of one to eight characters.
    static func isLanguageTag(_ text: UnsafeRawBufferPointer) -> Bool {
        var subtagLength = 0
        var isFirst = true
        for byte in text {
            if byte == UInt8(ascii: "-") {
                guard subtagLength >= (isFirst ? 2 : 1) else { return false }
                (subtagLength, isFirst) = (0, false)
                continue
            }
            guard ASCII.isLower(byte | 0x20) || !isFirst && ASCII.isDigit(byte) else { return false }
            subtagLength += 1
            guard subtagLength <= 8 else { return false }
        }
        return subtagLength >= (isFirst ? 2 : 1)
    }

    /// A domain name backwards: at least two labels, of which the first has letters only.
    static func isReverseDomain(_ text: UnsafeRawBufferPointer) -> Bool {
        var labels = 0
        var length = 0
        var last: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard length > 0, last != UInt8(ascii: "-") else { return false }
                labels += 1
                length = 0
            } else {
                let isHyphen = byte == UInt8(ascii: "-") && length > 0 && labels > 0
                guard ASCII.isLower(byte) || labels > 0 && ASCII.isDigit(byte) || isHyphen else { return false }
                length += 1
                guard length <= labelBytesMax else { return false }
            }
            last = byte
        }
        return labels > 0 && length > 0 && last != UInt8(ascii: "-")
    }

    /// 40 characters of the alphabet of Z85 (ZeroMQ RFC 32).
    static func isZ85Key(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == z85KeyLength else { return false }
        for byte in text where !ASCII.isLowerOrDigit(byte) && !ASCII.isUpper(byte) && !z85Signs.contains(byte) {
            return false
        }
        return true
    }
}
