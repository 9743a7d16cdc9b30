/// Optionals: values that may be missing. The functions are those of the language's extension of that name.
extension RuleEvaluator {
    /// An optional that holds a value.
    mutating func optional(_ value: RuleValue) -> RuleValue {
        if value.kind == .optional {
            return RuleValue(
                .optional, origin: .scratch, inner: .optional, bits: UInt64(truncatingIfNeeded: scratch.keep([value])))
        }
        return RuleValue(.optional, origin: value.origin, inner: value.kind, extra: value.extra, bits: value.bits)
    }

    /// The value of an optional that holds one.
    func unwrapped(_ optional: RuleValue) -> RuleValue {
        if optional.inner == .optional { return scratch.values[optional.node] }
        return RuleValue(optional.inner, origin: optional.origin, extra: optional.extra, bits: optional.bits)
    }

    // MARK: Access

    /// `a.?b` and `a[?i]`, where `a` may be an optional itself.
    mutating func optionalAccess(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let container = value(Int(instruction.first))
        if container.isFault { return container }
        return selected(from: container, instruction, isElement: instruction.opcode == .optionalElement, at)
    }

    /// `.name`, `[index]` and `has(….name)` of an optional: an optional again, and whether it holds a value.
    mutating func chained(_ container: RuleValue, _ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let found = selected(from: container, instruction, isElement: instruction.opcode == .element, at)
        if instruction.opcode == .hasMember, !found.isFault { return .bool(!found.isNone) }
        return found
    }

    private mutating func selected(
        from container: RuleValue, _ instruction: RuleInstruction, isElement: Bool, _ at: Int
    ) -> RuleValue {
        if container.isNone { return container }
        let container = container.kind == .optional ? unwrapped(container) : container
        if !isElement {
            guard container.kind == .map else { return .fault(.wrongType, at: at) }
            return member(keys[Int(instruction.second)], of: container).map { $0.isFault ? $0 : optional($0) } ?? .none
        }
        let index = value(Int(instruction.second))
        if index.isFault { return index }
        let found = element(of: container, index, at)
        guard found.isFault else { return optional(found) }
        let isMissing =
            found.extra == Int32(RuleReason.Code.noSuchField.rawValue)
            || found.extra == Int32(RuleReason.Code.indexOutOfRange.rawValue)
        return isMissing && !isExhausted ? .none : found
    }

    // MARK: Functions

    /// The value of an instruction that must give an optional.
    private mutating func optionalValue(_ index: Int, _ at: Int) -> RuleValue {
        let found = value(index)
        return found.kind == .optional || found.isFault ? found : .fault(.wrongType, at: at)
    }

    /// `?value` in a list or map.
    mutating func optionalEntry(_ index: Int, _ at: Int) -> RuleValue { optionalValue(index, at) }

    mutating func optionalCall(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let function = RuleFunction.numbered[Int(instruction.third)]
        switch function {
        case .optionalNone: return .none
        case .optionalOf, .optionalOfNonZeroValue:
            let found = value(Int(instruction.first))
            if found.isFault { return found }
            return function == .optionalOfNonZeroValue && isZero(found) ? .none : optional(found)
        default: break
        }
        let receiver = optionalValue(Int(instruction.first), at)
        if receiver.isFault { return receiver }
        switch function {
        case .hasValue: return .bool(!receiver.isNone)
        case .value: return receiver.isNone ? .fault(.noValue, at: at) : unwrapped(receiver)
        case .or: return receiver.isNone ? optionalValue(Int(instruction.second), at) : receiver
        default: return receiver.isNone ? value(Int(instruction.second)) : unwrapped(receiver)
        }
    }

    /// Whether a value is the least of its type: zero, empty, false or null.
    private func isZero(_ value: RuleValue) -> Bool {
        switch value.kind {
        case .null: true
        case .bool, .int, .uint: value.bits == 0
        case .double: value.double == 0
        case .string, .bytes: value.count == 0
        case .list, .map: count(of: value) == 0
        case .timestamp, .duration: value.bits == 0 && value.extra == 0
        case .type, .optional, .fault: false
        }
    }

    /// `optMap` and `optFlatMap`.
    mutating func optionalMap(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let receiver = optionalValue(Int(instruction.first), at)
        if receiver.isFault || receiver.isNone { return receiver }
        slots[Int(instruction.third)] = unwrapped(receiver)
        if instruction.flag { return optionalValue(Int(instruction.second), at) }
        let result = value(Int(instruction.second))
        return result.isFault ? result : optional(result)
    }
}
