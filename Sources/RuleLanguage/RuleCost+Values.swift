/// What parts of a rule take that depends on how large values are.
extension RuleCost {
    mutating func comparison(_ operation: RuleOperator, _ left: RuleExpression, _ right: RuleExpression) -> Int {
        var type = type(of: left)
        while case .optional(let value) = type { type = value }
        switch type.family {
        case .any where [.equal, .notEqual, .add].contains(operation): return extent(of: type)
        case .any: return RuleLimits.alertBytesAssumed / RuleLimits.bytesPerStep
        case .list, .map: return extent(of: type)
        case .text, .bytes:
            let (own, other) = (bytes(of: left, isShared: false), bytes(of: right, isShared: false))
            let compared = operation == .add ? Self.sum(own, other) : own
            return compared / RuleLimits.bytesPerStep + (operation == .add ? 1 : 0)
        default: return 0
        }
    }

    /// What a look at a member takes besides: maps that the rule made are walked; the alert's objects are not.
    mutating func member(of: RuleExpression) -> Int {
        guard of.chain.map({ $0.first.flatMap(variable) != nil }) ?? true else { return 0 }
        let type = type(of: of).unwrapped
        if case .map = type { return Self.count(of: type) }
        return 0
    }

    /// What looking for an index or a key takes: lists of the alert are walked, and so are maps.
    mutating func lookup(_ index: RuleExpression, in type: RuleType) -> Int {
        if case .literal(.int(let position)) = index.form, type.family != .map { return Int(clamping: position) }
        let length = bytes(of: index, isShared: false) / RuleLimits.bytesPerStep
        return Self.product(Self.count(of: type), type.family == .map ? length + 1 : 1)
    }

    /// The steps that `format` takes: it walks the values, and writes no more than its bound.
    mutating func formatting(_ arguments: [RuleExpression]) -> Int {
        let template = bytes(of: arguments[0], isShared: false)
        let walked = Self.sum(template, extent(of: type(of: arguments[1])))
        let written = RuleLimits.formattedBytesMax / RuleLimits.bytesPerStep * Self.copyFactor
        return Self.sum(walked, written)
    }

    /// The steps that walking a value takes of which nothing is known: each of its parts takes two bytes at least.
    static let anyExtent = RuleLimits.alertBytesAssumed

    /// How deep values nest of which the extent is counted; what nests deeper costs too much.
    static let extentDepthMax = 8

    /// The steps that walking a value takes.
    func extent(of type: RuleType, depth: Int = 0) -> Int {
        guard depth < Self.extentDepthMax else { return RuleLimits.costMax }
        switch type {
        case .optional(let value): return extent(of: value, depth: depth + 1)
        case .list(let element), .array(let element, _):
            return Self.product(
                type.countMax ?? RuleLimits.listElementsAssumed, extent(of: element, depth: depth + 1) + 1)
        case .any: return Self.anyExtent
        case .object(let object) where object.isOpen: return Self.anyExtent
        case .object(let object):
            // A key of a map is looked for among all keys.
            let own = object.fields.values.reduce(0) { Self.sum($0, extent(of: $1, depth: depth + 1) + 1) }
            return Self.sum(own, Self.product(object.fields.count, object.fields.count))
        case .map: return Self.mapEntriesAssumed * Self.mapEntriesAssumed
        default: return (type.lengthMax ?? Self.textBytesAssumed) * Self.codePointBytesMax / RuleLimits.bytesPerStep + 1
        }
    }

    // MARK: Texts

    /// The bytes of a text at most: in all its evaluations together, or in one of them.
    mutating func bytes(of expression: RuleExpression, isShared: Bool = true) -> Int {
        let type = type(of: expression).unwrapped
        guard [.text, .any, .bytes].contains(type.family) else { return 0 }
        var length = RuleLimits.alertBytesAssumed
        if case .literal(.string(let text)) = expression.form {
            length = text.utf8.count
        } else if case .call(let function, let arguments, _) = expression.form, function.keepsLength {
            length = max(Self.numberBytesMax, bytes(of: arguments[0], isShared: false))
        } else if case .call(.format, _, _) = expression.form {
            length = RuleLimits.formattedBytesMax
        } else if case .call(.orValue, let arguments, _) = expression.form {
            // The value goes through the alert as the field itself does, and what counts otherwise comes on top.
            let other = bytes(of: arguments[1], isShared: false)
            return Self.sum(
                bytes(of: arguments[0], isShared: isShared), isShared ? Self.product(repetitions, other) : other)
        } else if case .binary(.add, let left, let right) = expression.form {
            length = Self.sum(bytes(of: left, isShared: false), bytes(of: right, isShared: false))
        } else if let lengthMax = type.lengthMax {
            length = min(length, Self.product(lengthMax, Self.codePointBytesMax))
        }
        return isShared ? Self.shared(length, expression, loops) : length
    }

    /// What reading a text of each element takes: the loops that lead to it go through the alert once.
    static func shared(_ length: Int, _ expression: RuleExpression, _ loops: [Loop]) -> Int {
        guard let head = expression.chain?.first, var place = loops.lastIndex(where: { $0.variables.contains(head) })
        else {
            return product(loops.reduce(1) { product($0, $1.count) }, length)
        }
        var leading: Set<Int> = [place]
        while let source = loops[place].source,
            let outer = loops[..<place].lastIndex(where: { $0.variables.contains(source) })
        {
            leading.insert(outer)
            place = outer
        }
        var own = length
        var others = 1
        for (index, loop) in loops.enumerated() {
            if leading.contains(index) { own = product(own, loop.count) } else { others = product(others, loop.count) }
        }
        return product(others, min(own, RuleLimits.alertBytesAssumed))
    }

    /// Bytes with escapes that a step covers which replaces them, and how many of a text are free.
    static let escapedBytesPerStep = 8
    static let freeEscapedBytes = 256
    /// The bytes that a code point takes at most where it is escaped.
    static let escapedCodePointBytesMax = 12

    /// What it takes to replace the escapes of a text of the alert: once for each text, however often it is read.
    mutating func unescaping(_ expression: RuleExpression) -> Int {
        switch expression.form {
        case .name, .member, .element, .optionalMember, .optionalElement: break
        default: return 0
        }
        let type = type(of: expression).unwrapped
        guard [.text, .any].contains(type.family) else { return 0 }
        let length =
            type.lengthMax.map { Self.product($0, Self.escapedCodePointBytesMax) } ?? RuleLimits.alertBytesAssumed
        guard length > Self.freeEscapedBytes else { return 0 }
        let isOfElement = expression.chain?.first.flatMap { variable($0) } != nil
        let texts = isOfElement ? repetitions : 1
        return min(Self.product(texts, length), RuleLimits.alertBytesAssumed) / Self.escapedBytesPerStep
    }

    mutating func stepsPerByte(_ pattern: RuleExpression) -> Int {
        guard case .literal(.string(let text)) = pattern.form,
            let compiled = try? checker.patterns.pattern(text)
        else { return 1 }
        return compiled.stepsPerByte
    }
}
