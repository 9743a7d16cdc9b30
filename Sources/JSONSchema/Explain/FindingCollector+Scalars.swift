internal import JSONDocument

extension FindingCollector {
    /// False where the type is wrong, so that nothing else needs saying about the value.
    func examineType(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) -> Bool {
        guard let types = subschema.types, !types.isSuperset(of: JSONTypes(of: self.node(node))) else { return true }
        report("type", schema, node, path, "\(subject(node)) must be \(types), not \(shape(node))", &outcome)
        return false
    }

    func examineConstants(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let value = self.node(node)
        for list in subschema.constantLists where !list.constants.contains(value) {
            report(list.keyword, schema, node, path, wrongConstant(node, list.constants), &outcome)
        }
    }

    /// What would be right, and a guess for a misspelt constant; none where one constant is all there is.
    func wrongConstant(_ node: Int, _ constants: Constants) -> String {
        if constants.values.isEmpty { return "\(subject(node)) has no value that would be right" }
        let base = subject(node) + " must be " + constants.listed
        guard constants.values.count > 1, let text = self.node(node).string,
            let nearest = Suggestion.nearest(to: text, among: constants.texts)
        else { return base }
        return base + "; did you mean " + quoted(nearest) + "?"
    }

    func examineNumber(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let value = self.node(node)
        guard !subschema.numbers.isEmpty, Judge.isNumber(value.kind.rawValue) else { return }
        let number = DecimalText(value)
        let numbers = subschema.numbers
        let rules: [(keyword: String, bound: JSONNode?, words: String, holds: (Int) -> Bool)] = [
            ("minimum", numbers.minimum, "at least", { $0 >= 0 }),
            ("maximum", numbers.maximum, "at most", { $0 <= 0 }),
            ("exclusiveMinimum", numbers.exclusiveMinimum, "greater than", { $0 > 0 }),
            ("exclusiveMaximum", numbers.exclusiveMaximum, "less than", { $0 < 0 }),
        ]
        for rule in rules {
            guard let bound = rule.bound, !rule.holds(number.compare(DecimalText(bound))) else { continue }
            let message = "\(subject(node)) must be \(rule.words) \(Wording.constant(bound))"
            report(rule.keyword, schema, node, path, message, &outcome)
        }
        if let divisor = numbers.multipleOf, !number.isMultiple(of: DecimalText(divisor)) {
            let message = "\(subject(node)) must be a multiple of \(Wording.constant(divisor))"
            report("multipleOf", schema, node, path, message, &outcome)
        }
    }

    func examineString(
        _ subschema: Subschema, _ schema: Int, _ node: Int, _ path: Path?, _ outcome: inout Outcome
    ) {
        let value = self.node(node)
        guard value.kind == .string, !subschema.strings.isEmpty else { return }
        value.withStringBytes { bytes in
            examineLength(subschema.strings, schema, node, path, bytes, &outcome)
            guard outcome.holds else { return }
            if let format = subschema.strings.format.map({ graph.formats[$0] }), !format.matches(bytes) {
                let example = subschema.strings.example ?? format.example.map(quoted)
                let hint = example.map { ", such as " + $0 } ?? ""
                report(
                    "format", schema, node, path, subject(node) + " must be " + format.expectation + hint, &outcome)
                return
            }
            guard let pattern = subschema.strings.pattern.map({ graph.patterns[$0] }),
                !pattern.matches(bytes)
            else { return }
            let hint = subschema.strings.example.map { ", such as " + $0 } ?? ""
            report(
                "pattern", schema, node, path, subject(node) + " must match the pattern " + pattern.text + hint,
                &outcome)
        }
    }

    private func examineLength(
        _ strings: Subschema.StringKeywords, _ schema: Int, _ node: Int, _ path: Path?,
        _ bytes: UnsafeRawBufferPointer, _ outcome: inout Outcome
    ) {
        let points = bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
        if let least = strings.lengthMin, points < least {
            let message =
                points == 0
                ? "\(subject(node)) must not be empty; at least \(count(least, "character"))"
                : "\(subject(node)) must have at least \(count(least, "character")), not \(points)"
            report("minLength", schema, node, path, message, &outcome)
        }
        if let most = strings.lengthMax, points > most {
            let message = "\(subject(node)) must have at most \(count(most, "character")), not \(points)"
            report("maxLength", schema, node, path, message, &outcome)
        }
    }
}
