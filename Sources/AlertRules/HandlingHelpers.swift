internal import AlertModel
internal import RuleLanguage

/// Helpers about how an alert is to be handled: topics, labels, and the scales of the envelope.
enum HandlingHelpers {
    static func all(_ lists: CodeLists) -> [RuleHelper] {
        // From what restricts least to what restricts most.
        let labels = TrafficLight.allCases.sorted().map(\.name)
        return [
            topic(lists.categories),
            atMost(
                "tlp", labels, summary: "The label restricts no more than the one named.",
                example: "tlp.atMost('AMBER')"),
            atLeast(
                "tlp", labels, summary: "The label restricts at least as much as the one named.",
                example: "tlp.atLeast('AMBER')"),
            atLeast(
                "severity", ["minor", "moderate", "severe", "extreme"],
                summary: "The alert is at least as grave; unknown is not.", example: "severity.atLeast('severe')"),
            atLeast(
                "urgency", ["future", "expected", "immediate"],
                summary: "The alert is at least as urgent; past and unknown are not.",
                example: "urgency.atLeast('expected')"),
            atLeast(
                "certainty", ["unlikely", "possible", "likely", "observed"],
                summary: "The alert is at least as sure; unknown is not.", example: "certainty.atLeast('likely')"),
            RuleHelper(
                "text.mentions", [.text("words")],
                summary: "A headline or narrative, in any language, contains the words as they are written.",
                example: "text.mentions('scanner')"
            ) { texts in
                let words = literal(texts[0])
                return .expression(
                    "text.exists(_text, _text.headline.contains(\(words)) || _text.narrative.contains(\(words)))")
            },
        ]
    }

    /// A text as a rule writes it.
    private static func literal(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "'", "\\": "\\\(scalar)"
            case _ where scalar.value < 0x20:
                "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "'\(escaped.joined())'"
    }

    // MARK: Scales

    private static func atMost(_ field: String, _ scale: [String], summary: String, example: String) -> RuleHelper {
        RuleHelper("\(field).atMost", [.text("label")], summary: summary, example: example) { texts in
            guard let place = scale.firstIndex(of: texts[0]) else {
                return .unknown("\(field)", texts[0], among: scale, at: 0)
            }
            return .expression(isOne(field, scale[...place]))
        }
    }

    private static func atLeast(_ field: String, _ scale: [String], summary: String, example: String) -> RuleHelper {
        RuleHelper("\(field).atLeast", [.text("label")], summary: summary, example: example) { texts in
            guard let place = scale.firstIndex(of: texts[0]) else {
                return .unknown("\(field)", texts[0], among: scale, at: 0)
            }
            return .expression(isOne(field, scale[place...]))
        }
    }

    private static func isOne(_ field: String, _ labels: ArraySlice<String>) -> String {
        "\(field) in [\(labels.map { "'\($0)'" }.joined(separator: ", "))]"
    }

    // MARK: Topics

    private static func topic(_ categories: CategoryTree) -> RuleHelper {
        RuleHelper(
            "topic.matches", [.text("pattern")],
            summary:
                "One of the alert's topics, kind.chapter.group.origin, falls under a pattern: * is any word, > the "
                + "rest.", example: "topic.matches('seizure.drugs.*.GT')"
        ) { texts in
            let words = texts[0].split(separator: ".").map(String.init).prefix { $0 != ">" }
            let tokens = (words + Array(repeating: "*", count: 4)).prefix(4)
            if tokens[0] != "*", AlertKind(rawValue: tokens[0]) == nil {
                return .unknown("kind of alert", tokens[0], among: AlertKind.allCases.map(\.rawValue), at: 0)
            }
            do throws(TopicError) {
                _ = try TopicPattern(parsing: texts[0])
            } catch {
                let longer = texts[0].split(separator: ".").filter { $0 != "*" }.joined(separator: ".") + ".>"
                let meant = (try? TopicPattern(parsing: longer)) == nil ? nil : longer
                return .refused(
                    text: 0,
                    message: "the topic pattern is malformed: \(error)"
                        + (meant.map { "; did you mean '\($0)'?" } ?? ""),
                    replacement: meant)
            }
            var conditions = tokens[0] == "*" ? [] : ["kind == '\(tokens[0])'"]
            if let refusal = refusal(chapter: tokens[1], group: tokens[2], categories) { return refusal }
            if let goods = goods(chapter: tokens[1], group: tokens[2]) { conditions.append(goods) }
            if tokens[3] != "*" { conditions.append("origin == '\(tokens[3])'") }
            return .expression(conditions.isEmpty ? "true" : conditions.joined(separator: " && "))
        }
    }

    private static func refusal(
        chapter: String, group: String, _ categories: CategoryTree
    ) -> RuleHelper.Expansion? {
        if chapter == "general" || group == "none" { return nil }
        let inChapter = categories.chapters.filter { chapter == "*" || $0.name == chapter }
        if inChapter.isEmpty {
            return .unknown("chapter", chapter, among: categories.chapters.map(\.name) + ["general"], at: 0)
        }
        let groups = inChapter.flatMap { $0.categories.map(\.group) }
        if group == "*" || groups.contains(group) { return nil }
        return .unknown("group", group, among: groups, at: 0)
    }

    /// What chapter and group say of the goods; nil where they say nothing. Alerts without goods are `general.none`.
    private static func goods(chapter: String, group: String) -> String? {
        switch (chapter, group) {
        case ("*", "*"): nil
        case ("general", _), ("*", "none"): "(!has(goods) || size(goods) == 0)"
        case ("*", _): "goods.exists(_line, _line.category.endsWith('.\(group)'))"
        case (_, "*"): "goods.exists(_line, _line.category.startsWith('\(chapter).'))"
        default: "goods.exists(_line, _line.category == '\(chapter).\(group)')"
        }
    }
}
