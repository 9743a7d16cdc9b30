extension RuleChecker {
    mutating func binary(
        _ operation: RuleOperator, _ left: RuleExpression, _ right: RuleExpression, _ whole: RuleExpression
    ) -> RuleType {
        if RuleTypeName.areNamed(in: operation, left, right) {
            for operand in [left, right] where RuleTypeName.named(by: operand) == nil { _ = type(of: operand) }
            return .bool
        }
        if operation.precedence == 3, let type = denied(left, operation, right) { return type }
        let leftType = type(of: left)
        let rightType = type(of: right)
        switch operation {
        case .equal, .notEqual:
            checkComparable(leftType, rightType, left, right, whole)
            return .bool
        case .isIn:
            checkMembership(leftType, rightType, left, right, whole)
            return .bool
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            checkOrdered(leftType, rightType, left, right, whole, operation)
            return .bool
        case .add, .subtract, .multiply, .divide, .remainder:
            return arithmetic(operation, leftType, rightType, whole)
        }
    }

    /// Equality of different types is no error of the language, and never what was meant.
    private mutating func checkComparable(
        _ left: RuleType, _ right: RuleType, _ leftExpression: RuleExpression, _ rightExpression: RuleExpression,
        _ whole: RuleExpression
    ) {
        if left.family == .null || right.family == .null {
            guard declarations?.root != nil, left.family != right.family, left.family != .any, right.family != .any
            else { return }
            diagnostics.report(
                .impossible, whole.byteRange,
                "\((left.family == .null ? right : left).name) is never null; has(...) asks whether a field is there")
            return
        }
        guard left.family != .any, right.family != .any else { return }
        guard left.family == right.family else {
            diagnostics.report(
                .impossible, whole.byteRange,
                "\(left.name) never equals \(right.name)"
                    + (Self.optionalHint(left, leftExpression) ?? Self.optionalHint(right, rightExpression)
                        ?? unlikeHint(left, right, leftExpression, rightExpression)))
            return
        }
        if Self.isText(leftExpression), Self.isText(rightExpression) {
            checkQuoted(leftExpression)
            return
        }
        if checkLength(left, right, whole) || checkLength(right, left, whole) { return }
        checkForm(leftExpression, left, rightExpression, isOrder: false)
        checkForm(rightExpression, right, leftExpression, isOrder: false)
        guard case .enumeration(let allowed) = left, case .enumeration(let given) = right else { return }
        if Self.intersects(allowed, given) { return }
        let (values, odd) = allowed.count >= given.count ? (allowed, given) : (given, allowed)
        let written = [rightExpression, leftExpression].first(where: Self.isText) ?? whole
        report(odd[0], notAmong: values, written.byteRange)
    }

    /// Whether a text is longer than the field it is compared with can be.
    private mutating func checkLength(_ field: RuleType, _ texts: RuleType, _ whole: RuleExpression) -> Bool {
        if case .enumeration = field { return false }
        guard let lengthMax = field.lengthMax, case .enumeration(let given) = texts,
            let text = given.min(by: { $0.unicodeScalars.count < $1.unicodeScalars.count }),
            text.unicodeScalars.count > lengthMax
        else { return false }
        let short = Self.shortened(text, lengthMax)
        diagnostics.report(
            .impossible, whole.byteRange,
            "the field has at most \(lengthMax) characters, and the text has \(text.unicodeScalars.count)"
                + (short.map { "; did you mean '\($0)'?" } ?? ""))
        return true
    }

    static func isText(_ expression: RuleExpression) -> Bool {
        if case .literal(.string) = expression.form { return true }
        return false
    }

    private mutating func report(_ value: String, notAmong values: [String], _ range: Range<Int>) {
        // Among many codes there is always one that looks alike.
        let meant =
            declarations?.meant(by: value, among: values) ?? Self.longer(value, values)
            ?? NearestName.of(value, among: values, isCaseOnly: value.utf8.count < 4 && values.count > 20)
        let isWritten = [UInt8(ascii: "'"), UInt8(ascii: "\"")].contains(diagnostics.text[range.lowerBound])
        let shown = values.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (values.count > 8 ? ", …" : "")
        diagnostics.report(
            .impossible, range,
            "the value is never '\(value)'"
                + (meant.map { "; did you mean '\($0)'?" } ?? Self.chapterHint(value, values)
                    ?? "; it is one of \(shown)"),
            replacement: isWritten ? meant.map { "'\($0)'" } : nil)
    }

    private static func intersects(_ one: [String], _ other: [String]) -> Bool {
        one.contains { value in other.contains { $0.isSame(as: value) } }
    }

    private mutating func checkMembership(
        _ value: RuleType, _ container: RuleType, _ left: RuleExpression, _ right: RuleExpression,
        _ whole: RuleExpression
    ) {
        switch container {
        case .any, .map, .object: return
        case .list(let element), .array(let element, _):
            if case .literal(.string(let text)) = left.form, case .enumeration(let allowed) = element,
                right.path != nil, !Self.intersects(allowed, [text])
            {
                report(text, notAmong: allowed, left.byteRange)
            }
            if right.path != nil { checkForm(right, element, left, isOrder: false) }
            if case .list(let values) = right.form {
                for candidate in values { checkForm(left, value, candidate, isOrder: false) }
            }
            if case .enumeration(let allowed) = value, case .list(let values) = right.form, !Self.isText(left) {
                for candidate in values {
                    guard case .literal(.string(let text)) = candidate.form else { continue }
                    if !Self.intersects(allowed, [text]) { report(text, notAmong: allowed, candidate.byteRange) }
                }
            }
            guard value.family != .any, element.family != .any, value.family != .null, element.family != .null else {
                return
            }
            if value.family != element.family {
                diagnostics.report(
                    .impossible, whole.byteRange,
                    "\(value.name) is never in a list whose elements are each \(element.name)"
                        + (Self.optionalHint(value, left) ?? elementHint(element, right)
                            ?? unlikeHint(value, element, left, right)))
            }
        case .string, .text, .coded, .enumeration:
            diagnostics.report(.type, whole.byteRange, "in looks into lists; for a text write text.contains('part')")
        default:
            diagnostics.report(
                .type, whole.byteRange,
                "in looks into a list or a map, and this is \(container.name)"
                    + (Self.optionalHint(container, right) ?? ""))
        }
    }

    private mutating func checkOrdered(
        _ left: RuleType, _ right: RuleType, _ leftExpression: RuleExpression, _ rightExpression: RuleExpression,
        _ whole: RuleExpression, _ operation: RuleOperator
    ) {
        if case .binary(let inner, _, _) = leftExpression.form, inner.precedence == 3, inner != .isIn {
            diagnostics.report(
                .type, whole.byteRange, "comparisons do not chain: write low < x && x < high")
            return
        }
        for type in [left, right] where [.null, .list, .map, .type, .optional].contains(type.family) {
            diagnostics.report(
                .type, whole.byteRange,
                "\(operation.rawValue) cannot order \(type.name)"
                    + (Self.optionalHint(left, leftExpression) ?? Self.optionalHint(type)
                        ?? unlikeHint(left, right, leftExpression, rightExpression)))
            return
        }
        guard left.family != .any, right.family != .any else { return }
        guard left.family != right.family else {
            checkForm(leftExpression, left, rightExpression, isOrder: true)
            checkForm(rightExpression, right, leftExpression, isOrder: true)
            checkScale(leftExpression, left, rightExpression, operation, whole)
            return
        }
        diagnostics.report(
            .type, whole.byteRange,
            "\(operation.rawValue) cannot order \(left.name) and \(right.name)"
                + unlikeHint(left, right, leftExpression, rightExpression))
    }

    private mutating func arithmetic(
        _ operation: RuleOperator, _ left: RuleType, _ right: RuleType, _ whole: RuleExpression
    ) -> RuleType {
        if left.family == .any || right.family == .any { return .any }
        if left.family == .number, right.family == .number { return left.joined(right) }
        if let result = times(operation, left, right) { return result }
        if operation == .add, left.family == right.family {
            switch left.family {
            case .text:
                guard let own = left.lengthMax, let others = right.lengthMax else { return .string }
                return .text(lengthMax: RuleCost.sum(own, others))
            case .bytes: return .bytes
            case .list:
                let element = (left.element ?? .any).joined(right.element ?? .any)
                guard let own = left.countMax, let others = right.countMax else { return .list(element) }
                return .array(element, countMax: RuleCost.sum(own, others))
            default: break
            }
        }
        diagnostics.report(
            .type, whole.byteRange,
            "\(operation.rawValue) is not defined for \(left.name) and \(right.name)"
                + (Self.optionalHint(left) ?? Self.optionalHint(right) ?? ""))
        return .any
    }

    /// The type of a sum or difference of times and spans, nil where the operands are others.
    private func times(_ operation: RuleOperator, _ left: RuleType, _ right: RuleType) -> RuleType? {
        switch (operation, left.family, right.family) {
        case (.add, .duration, .duration), (.subtract, .duration, .duration), (.subtract, .timestamp, .timestamp):
            .duration
        case (.add, .timestamp, .duration), (.subtract, .timestamp, .duration), (.add, .duration, .timestamp):
            .timestamp
        default: nil
        }
    }
}
