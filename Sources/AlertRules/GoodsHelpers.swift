internal import AlertModel
internal import RuleLanguage

/// Helpers about goods: codes of the Harmonized System, and categories.
enum GoodsHelpers {
    static func all(_ lists: CodeLists) -> [RuleHelper] {
        let categories = lists.categories
        return [
            RuleHelper(
                "hs.within", [.expression("code"), .text("prefix")],
                summary: "The code of the Harmonized System lies in a chapter, heading or subheading.",
                example: "goods.exists(g, hs.within(g.hs, '2402'))"
            ) { texts in
                if let refusal = refusal(of: texts[0], at: 0) { return refusal }
                return .expression("code.startsWith('\(texts[0])')")
            },
            RuleHelper(
                "hs.between", [.expression("code"), .text("first"), .text("last")],
                summary: "The code lies in a range of chapters, headings or subheadings, both ends included.",
                example: "goods.exists(g, hs.between(g.hs, '7201', '7229'))"
            ) { texts in
                for (index, text) in texts.enumerated() {
                    if let refusal = refusal(of: text, at: index) { return refusal }
                }
                guard texts[0].count == texts[1].count, texts[0] <= texts[1] else {
                    return .refused(
                        text: 1, message: "the range goes from the lower code to the higher, both of as many digits",
                        replacement: nil)
                }
                guard let end = successor(of: texts[1]) else { return .expression("code >= '\(texts[0])'") }
                return .expression("code >= '\(texts[0])' && code < '\(end)'")
            },
            RuleHelper(
                "category.within", [.expression("category"), .text("name")],
                summary: "The category is the one named, or belongs to the chapter named.",
                example: "goods.exists(g, category.within(g.category, 'drugs'))"
            ) { texts in
                let name = texts[0]
                if categories[name] != nil { return .expression("category == '\(name)'") }
                if categories.chapters.contains(where: { $0.name == name }) {
                    return .expression("category.startsWith('\(name).')")
                }
                let names = categories.chapters.map(\.name) + categories.all.map(\.name)
                return .unknown("category or chapter", name, among: names, at: 0)
            },
        ]
    }

    /// Why a text is no prefix of codes; nil where it is one.
    private static func refusal(of prefix: String, at index: Int) -> RuleHelper.Expansion? {
        switch HarmonizedCode.check(prefix) {
        case .valid, .nationalUse: return nil
        case .notListed:
            return .refused(
                text: index, message: "the Harmonized System has no chapter \(prefix.prefix(2))", replacement: nil)
        default: break
        }
        let digits = prefix.filter(\.isNumber)
        let length = min(6, digits.count / 2 * 2)
        let meant = length >= 2 && digits.utf8.count == digits.count ? String(digits.prefix(length)) : nil
        return .refused(
            text: index,
            message:
                "a code of the Harmonized System has 2, 4 or 6 digits: chapter, heading or subheading; alerts carry "
                + "no further digits in hs", replacement: meant)
    }

    /// The digits that follow some, as many; nil after the last.
    private static func successor(of digits: String) -> String? {
        let next = String((Int(digits) ?? 0) + 1)
        guard next.count <= digits.count else { return nil }
        return String(repeating: "0", count: digits.count - next.count) + next
    }
}

extension RuleHelper.Expansion {
    /// The refusal of a name that is not among those known.
    static func unknown(_ what: String, _ name: String, among names: [String], at index: Int) -> RuleHelper.Expansion {
        let meant = RuleSuggestion.nearest(
            to: name, among: names, isCaseOnly: name.utf8.count < 5 && names.count > 100)
        let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
        return .refused(
            text: index,
            message: "there is no \(what) '\(name)'; " + (meant.map { "did you mean '\($0)'?" } ?? "there is \(shown)"),
            replacement: meant)
    }
}
