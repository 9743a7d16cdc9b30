import JSONSchema

/// What would be right in the place of what can never hold.
extension RuleChecker {
    // MARK: Unlike types

    /// What to write where values of different types are compared; empty where nothing is known.
    func unlikeHint(
        _ left: RuleType, _ right: RuleType, _ leftExpression: RuleExpression, _ rightExpression: RuleExpression
    ) -> String {
        for (type, expression, other, otherExpression) in [
            (left, leftExpression, right, rightExpression), (right, rightExpression, left, leftExpression),
        ] {
            switch (type.family, other.family) {
            case (.number, .text): return numberHint(expression, otherExpression)
            case (.timestamp, .text), (.duration, .text):
                let name = type.family == .timestamp ? "timestamp" : "duration"
                return "; read the text as \(type.name): \(name)(\(source(otherExpression)))"
            case (.bool, .text):
                guard case .presence(let of, let name) = expression.form else { break }
                let field = of.path == [] ? name : RulePrinter.text(of: .init(.member(of, name), expression.byteRange))
                return "; has asks only whether the field is there: compare the field itself, \(field)"
            case (.map, _): return fieldHint(type, expression)
            default: break
            }
        }
        let families = [left.family, right.family]
        if families.contains(.list) {
            return "; ask whether a \(families.contains(.text) ? "text" : "value") is in the list: value in list"
        }
        return families.contains(.text) && families.contains(.bool) ? "; write true or false without quotes" : ""
    }

    private func source(_ expression: RuleExpression) -> String {
        String(decoding: diagnostics.text[expression.byteRange.clamped(to: 0..<diagnostics.text.count)], as: UTF8.self)
    }

    /// A number beside a text: quotes are missing, or there are too many.
    private func numberHint(_ number: RuleExpression, _ text: RuleExpression) -> String {
        if case .literal(.string(let digits)) = text.form {
            return Double(digits) == nil ? "" : "; write the number without quotes: \(digits)"
        }
        switch number.form {
        case .literal: return "; write it between quotes: '\(source(number))'"
        case .binary(.subtract, _, _), .binary(.divide, _, _):
            let isDate = source(number).utf8.allSatisfy { RuleScanner.isDigit($0) || [0x2D, 0x2F].contains($0) }
            return isDate ? "; write a date between quotes: '\(source(number).replacing("/", with: "-"))'" : ""
        default: return ""
        }
    }

    /// The fields of an object that is compared as a whole, and the helpers that take it.
    private func fieldHint(_ type: RuleType, _ expression: RuleExpression) -> String {
        guard case .object(let object) = type, !object.fields.isEmpty else { return "" }
        let fields = "; ask one of its fields: \(Self.listed(object.fields.keys.sorted()))"
        guard let name = expression.path?.last, let helpers = declarations?.helpers.all else { return fields }
        let usages = helpers.filter { $0.parameters.first == .expression(name) }
            .map { "\($0.name)(\(source(expression))\($0.parameters.count > 1 ? ", …" : ""))" }
        return fields + (usages.isEmpty ? "" : "; or \(usages.joined(separator: ", "))")
    }

    /// A list of objects that is asked for a text.
    func elementHint(_ element: RuleType, _ list: RuleExpression) -> String? {
        guard case .object(let object) = element, let field = Self.telling(object) else { return nil }
        return "; ask a field of its elements: \(source(list)).exists(x, x.\(field) == …)"
    }

    private static func telling(_ object: RuleObjectType) -> String? {
        object.required.filter { object.fields[$0]?.family == .text }.min() ?? object.fields.keys.min()
    }

    /// What is no text, where a function of texts is called.
    func textHint(_ type: RuleType, _ argument: RuleExpression, _ function: RuleFunction) -> String {
        switch type {
        case .list(.object(let object)), .array(.object(let object), _):
            let texts = object.fields.filter { $0.value.family == .text }.keys.sorted()
            let field = texts.first ?? "name"
            return "; ask the elements: \(source(argument)).exists(x, x.\(field).\(function.rawValue)(…))"
        case .list, .array: return "; ask the elements: list.exists(x, x == 'text')"
        case .object: return fieldHint(type, argument)
        default:
            if case .literal = argument.form { return "; write it between quotes: '\(source(argument))'" }
            return ""
        }
    }

    /// `!x == y`, where the ! was to deny the comparison; nil where it is none.
    mutating func denied(_ left: RuleExpression, _ operation: RuleOperator, _ right: RuleExpression) -> RuleType? {
        guard case .not(let operand) = left.form, operand.path != nil else { return nil }
        let family = type(of: operand).family
        guard family != .bool, family != .any else { return nil }
        diagnostics.report(
            .type, left.byteRange,
            "! denies \(source(operand)) alone, which is no condition: write !(\(source(operand)) \(operation.rawValue) "
                + "\(source(right)))")
        return .bool
    }

    // MARK: Texts

    /// Two texts that are written out, of which one is a field's name.
    mutating func checkQuoted(_ expression: RuleExpression) {
        guard case .literal(.string(let text)) = expression.form, declarations?.root?.fields[text] != nil else {
            return
        }
        diagnostics.report(
            .impossible, expression.byteRange, "between quotes this is a text; the field is written without: \(text)",
            replacement: text)
    }

    /// Whether a text that a field is compared with looks as the field's texts do.
    mutating func checkForm(
        _ field: RuleExpression, _ type: RuleType, _ literal: RuleExpression, isOrder: Bool
    ) {
        guard case .literal(.string(let text)) = literal.form else { return }
        if !isOrder, [UInt8(ascii: "*"), UInt8(ascii: "%")].contains(text.utf8.last ?? 0), text.utf8.count > 1 {
            diagnostics.warn(
                .redundant, literal.byteRange,
                "'\(text.suffix(1))' stands for itself here; for what begins so write "
                    + "\(source(field)).startsWith('\(text.dropLast())')")
        }
        guard case .coded(let format, let lengthMax) = type else { return }
        if format == "date" {
            checkDate(text, literal.byteRange, isOrder: isOrder)
        } else if format == "date-time" {
            checkTime(field, text, literal.byteRange, isOrder: isOrder)
        } else if !isOrder, let form = declarations?.formats[format], !Self.matches(form.matches, text) {
            let candidates = [text.uppercased(), Self.shortened(text, lengthMax ?? .max)].compactMap { $0 }
            let meant =
                declarations?.otherWords[text.lowercased()]?.first { Self.matches(form.matches, $0) }
                ?? candidates.first { Self.matches(form.matches, $0) }
            diagnostics.report(
                .impossible, literal.byteRange,
                "the value is never '\(text)': it is \(form.expectation)"
                    + (meant.map { "; did you mean '\($0)'?" } ?? ""),
                replacement: meant.map { "'\($0)'" })
        }
    }

    private static func matches(_ form: (UnsafeRawBufferPointer) -> Bool, _ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes(form)
    }

    /// A date, or for `<` and the like the beginning of one.
    private mutating func checkDate(_ text: String, _ range: Range<Int>, isOrder: Bool) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let lengths = parts.map(\.utf8.count)
        let isDate =
            text.utf8.allSatisfy { RuleScanner.isDigit($0) || $0 == UInt8(ascii: "-") }
            && (lengths == [4, 2, 2] || isOrder && (lengths == [4] || lengths == [4, 2]))
        guard !isDate else { return checkCalendar(text, parts.count, range, isOrder: isOrder) }
        diagnostics.report(
            .impossible, range, "a date is written year, month, day: '2026-08-23'", replacement: Self.turned(text))
    }

    /// A date that no calendar has. Before and behind the end of a month may be asked with any of its days.
    private mutating func checkCalendar(_ text: String, _ parts: Int, _ range: Range<Int>, isOrder: Bool) {
        let isWhole = parts == 3 && !isOrder
        let month = parts == 1 ? "\(text)-01" : String(text.prefix(7))
        let day = isWhole ? text : "\(month)-01"
        guard RuleTime.timestamp("\(day)T00:00:00Z".utf8) == nil else { return }
        diagnostics.report(.impossible, range, "the value is never '\(text)': the calendar has no such date")
    }

    /// `23.08.2026` or `2026/08/23` as a date of the form that alerts have.
    private static func turned(_ text: String) -> String? {
        let parts = text.split { ".-/".contains($0) }.map(String.init)
        switch parts.map(\.utf8.count) {
        case [4, 2, 2]: return "'\(parts.joined(separator: "-"))'"
        // With slashes the month may come first.
        case [2, 2, 4] where text.contains("."): return "'\(parts.reversed().joined(separator: "-"))'"
        default: return nil
        }
    }

    private mutating func checkTime(_ field: RuleExpression, _ text: String, _ range: Range<Int>, isOrder: Bool) {
        let time =
            [text, text + "T00:00:00Z", "2026-08-23T12:00:00Z"].first { RuleTime.timestamp($0.utf8) != nil } ?? text
        let advice = "compare timestamp(\(source(field))) with timestamp('\(time)')"
        if text.utf8.first.map(RuleScanner.isDigit) != true {
            diagnostics.report(.impossible, range, "a time is written as in RFC 3339; \(advice)")
        } else if isOrder {
            diagnostics.warn(.redundant, range, "times are compared as texts here, whatever their zones; \(advice)")
        }
    }

    /// A text without what is often put into codes, where that makes it short enough.
    static func shortened(_ text: String, _ lengthMax: Int) -> String? {
        let words = text.split(separator: " ").map(String.init)
        let plain = text.filter { !" .-/".contains($0) }
        var candidates = [plain] + (words.count > 1 ? [words[words.count - 1]] : [])
        if plain.utf8.allSatisfy(RuleScanner.isDigit), lengthMax < 64 {
            candidates.append(String(plain.prefix(lengthMax)))
        }
        return candidates.first { !$0.isEmpty && $0 != text && $0.unicodeScalars.count <= lengthMax }
    }

    /// The only one of some codes of which a word is the last part: `drugs.cocaine` for `cocaine`.
    static func longer(_ value: String, _ values: [String]) -> String? {
        let found = values.filter { $0.hasSuffix("." + value.lowercased()) }
        return found.count == 1 ? found[0] : nil
    }

    /// A word with which some codes begin.
    static func chapterHint(_ value: String, _ values: [String]) -> String? {
        let start = value.lowercased() + "."
        return values.contains { $0.hasPrefix(start) } ? "; some begin with it: x.startsWith('\(start)')" : nil
    }

    /// Words of a scale are not ordered by their letters.
    mutating func checkScale(
        _ field: RuleExpression, _ type: RuleType, _ literal: RuleExpression, _ operation: RuleOperator,
        _ whole: RuleExpression
    ) {
        guard case .enumeration = type, case .literal(.string(let text)) = literal.form, let path = field.path,
            path.count == 1, let helpers = declarations?.helpers
        else { return }
        let isUp = operation == .greater || operation == .greaterOrEqual
        guard let helper = helpers[path[0] + (isUp ? ".atLeast" : ".atMost")] ?? helpers[path[0] + ".atLeast"] else {
            return
        }
        let isOther = !isUp && helper.name.hasSuffix(".atLeast")
        diagnostics.report(
            .type, whole.byteRange,
            "\(operation.rawValue) orders texts by their letters, not by what they mean: write "
                + "\(isOther ? "!" : "")\(helper.name)('\(text)')")
    }
}
