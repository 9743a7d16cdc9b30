public import AlertModel
internal import JSONSchema
public import RuleLanguage

/// What rules over alerts may speak of: the fields of all kinds of alerts, and helpers for the codes in them.
public enum AlertVocabulary {
    /// Declarations derived from the schemas of the alert kinds, with the codes of the lists; `kind` tells the kinds
    /// apart. Rules are held against them when they are filed.
    public static func declarations(schemas: AlertSchemaSet, lists: CodeLists) -> RuleDeclarations {
        let codes = [
            "category": lists.categories.all.map(\.name), "iso3166-country": lists.countries.all,
            "iso4217-currency": lists.currencies.all.map(\.code),
        ]
        var variants: [RuleObjectVariant] = []
        for kind in AlertKind.allCases {
            // Alerts of all versions of a schema come in, so a rule may speak of the fields of any.
            let objects = schemas.entries.filter { $0.kind == kind }.map { entry in
                RuleObjectType(name: kind.rawValue, shape: entry.schema.shape, codes: codes)
            }
            guard let object = RuleObjectType.joined(objects) else { continue }
            variants.append(RuleObjectVariant(values: [kind.rawValue], object: object))
        }
        let root = RuleObjectType(name: "an alert", discriminator: "kind", variants: variants)
        return RuleDeclarations(
            root: root, helpers: helpers(lists), formats: AlertFormats.all.map { listed($0, lists) },
            otherWords: otherWords)
    }

    /// A format of which the values are held against the code lists too, as the hub holds alerts against them.
    private static func listed(_ format: Format, _ lists: CodeLists) -> Format {
        let isCountry: @Sendable ((UInt8, UInt8)?) -> Bool = { letters in
            letters.map { lists.countries.check($0.0, $0.1) == .valid } ?? true
        }
        switch format.name {
        case "member-id":
            return Format(name: format.name, expectation: "a country of ISO 3166-1, such as GT, or ORG- and a name") {
                MemberIdentifier($0).map { isCountry($0.countryLetters) } ?? false
            }
        case "alert-recipient":
            return Format(
                name: format.name, expectation: "member: and a member, such as member:GT, or group: and a group"
            ) {
                guard let recipient = Recipient($0) else { return false }
                if case .member(let member) = recipient { return isCountry(member.countryLetters) }
                return true
            }
        case "un-locode":
            return Format(name: format.name, expectation: format.expectation) { text in
                LocationCode.check(text) == .valid
                    && (LocationCode.isInternationalWaters(text) || isCountry((text[0], text[1])))
            }
        case "hs-code":
            return Format(
                name: format.name, expectation: "2, 4 or 6 digits of a chapter of the Harmonized System, such as 2402"
            ) {
                HarmonizedCode.check($0) == .valid || HarmonizedCode.check($0) == .nationalUse
            }
        default: return format
        }
    }

    /// What is often written for codes, in small letters.
    private static let otherWords: [String: [String]] = {
        var words = CountryNames.all().mapValues { [$0] }
        let more = [
            "sea": "1", "maritime": "1", "ship": "1", "rail": "2", "train": "2", "road": "3", "truck": "3", "air": "4",
            "mail": "5", "post": "5", "kg": "KGM", "kilogram": "KGM", "g": "GRM", "gram": "GRM", "t": "TNE",
            "tonne": "TNE", "l": "LTR", "litre": "LTR", "liter": "LTR", "piece": "H87", "pieces": "H87", "pcs": "H87",
            "export": "outbound", "import": "inbound", "high": "severe", "low": "minor", "critical": "extreme",
            "white": "CLEAR",
        ]
        for (word, code) in more { words[word, default: []].append(code) }
        return words
    }()

    /// The functions that rules over alerts have beside those of the language.
    public static func helpers(_ lists: CodeLists) -> RuleHelpers {
        RuleHelpers(
            GoodsHelpers.all(lists) + QuantityHelpers.all(lists) + PlaceHelpers.all(lists) + HandlingHelpers.all(lists))
    }
}
