internal import AlertModel
internal import RuleLanguage

/// Helpers about places and routes. A place names its country, or a location whose code begins with it, or both.
enum PlaceHelpers {
    static func all(_ lists: CodeLists) -> [RuleHelper] {
        let countries = lists.countries
        return [
            RuleHelper(
                "place.within", [.expression("place"), .text("country")],
                summary: "The place lies in a country, by its country or by its UN/LOCODE.",
                example: "place.within(route.destination, 'NL')"
            ) { texts in
                refusal(of: texts[0], countries) ?? .expression(within("place", texts[0]))
            },
            RuleHelper(
                "route.touches", [.text("country")],
                summary: "The goods came from a country, left from it, passed it or were bound for it.",
                example: "kind == 'seizure' && route.touches('PA')"
            ) { texts in
                if let refusal = refusal(of: texts[0], countries) { return refusal }
                let ends = ["route.origin", "route.departure", "route.destination"].map { within($0, texts[0]) }
                let transit = "route.transit.exists(_stop, \(within("_stop", texts[0])))"
                return .expression((ends + [transit]).joined(separator: " || "))
            },
        ]
    }

    private static func within(_ place: String, _ country: String) -> String {
        "(\(place).country == '\(country)' || \(place).locode.startsWith('\(country)'))"
    }

    private static func refusal(of country: String, _ countries: CountryCodes) -> RuleHelper.Expansion? {
        if countries.contains(country) { return nil }
        let upper = country.uppercased()
        let meant = Self.otherNames[country.lowercased()] ?? (countries.contains(upper) ? upper : nil)
        return .refused(
            text: 0,
            message: "a country is named by the two letters of ISO 3166-1, and '\(country)' is none"
                + (meant.map { "; did you mean '\($0)'?" } ?? ""), replacement: meant)
    }

    /// What is often written for a country, and its code.
    private static let otherNames = CountryNames.all()
}
