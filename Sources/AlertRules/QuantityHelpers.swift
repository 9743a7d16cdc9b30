internal import AlertModel
internal import RuleLanguage

/// Helpers about amounts, whatever unit they are reported in. In other units the rule does not match: a count of pieces
/// is no weight.
enum QuantityHelpers {
    static func all(_ lists: CodeLists) -> [RuleHelper] {
        let currencies = lists.currencies
        return [
            measure(
                "kg", "The weight in kilograms of a quantity reported in kilograms, grams, milligrams or tonnes.",
                example: "goods.exists(g, kg(g.quantity) >= 100)",
                [("KGM", ""), ("TNE", " * 1000"), ("GRM", " / 1000.0"), ("MGM", " / 1000000.0")]),
            measure(
                "litres", "The volume in litres of a quantity reported in litres or millilitres.",
                example: "goods.exists(g, g.category.startsWith('alcohol.') && litres(g.quantity) > 500)",
                [("LTR", ""), ("MLT", " / 1000.0")]),
            measure(
                "pieces", "The number of pieces of a quantity reported in pieces.",
                example: "goods.exists(g, category.within(g.category, 'tobacco') && pieces(g.quantity) > 100000)",
                [("H87", ""), ("C62", "")]),
            RuleHelper(
                "money", [.expression("value"), .text("currency")],
                summary: "The amount in whole units of a currency, where the value is in that currency.",
                example: "goods.exists(g, money(g.value, 'EUR') > 50000)"
            ) { texts in
                let codes = currencies.all.map(\.code)
                guard let currency = currencies.currency(texts[0]), let digits = currency.minorUnits else {
                    return .unknown("currency", texts[0], among: codes, at: 0)
                }
                let unit = (0..<digits).reduce(1) { unit, _ in unit * 10 }
                let amount = unit == 1 ? "value.amount" : "value.amount / \(unit).0"
                return .expression("value.currency == '\(texts[0])' ? \(amount) : double(value.currency)")
            },
        ]
    }

    /// A helper that turns the units of one dimension into one. Any other unit cannot be converted to a number, so that
    /// the condition cannot be evaluated.
    private static func measure(
        _ name: String, _ summary: String, example: String, _ units: [(code: String, factor: String)]
    ) -> RuleHelper {
        let conversions = units.map { "quantity.unit == '\($0.code)' ? quantity.value\($0.factor) : " }
        let definition = conversions.joined() + "double(quantity.unit)"
        return RuleHelper(name, [.expression("quantity")], summary: summary, example: example) { _ in
            .expression(definition)
        }
    }
}
