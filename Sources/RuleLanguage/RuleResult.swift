import JSONDocument

/// The value of an expression, on its own: what the language's conformance suite compares.
indirect enum RuleResult {
    case fault(RuleReason)
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string([UInt8])
    case bytes([UInt8])
    case list([RuleResult])
    case map([(key: RuleResult, value: RuleResult)])
    case timestamp(RuleTime.Value)
    case duration(RuleTime.Value)
    case type(RuleTypeName)
    case optional(RuleResult?)
}

extension Rule {
    /// The value that an expression has on an alert, whatever its type.
    func result(on root: JSONNode) -> RuleResult {
        program.withEvaluator(on: root) { evaluator in
            let value = evaluator.value(program.root)
            if evaluator.isExhausted || value.isFault {
                return .fault(program.reason(of: value))
            }
            return evaluator.export(value)
        }
    }
}

extension RuleEvaluator {
    fileprivate mutating func export(_ value: RuleValue) -> RuleResult {
        switch value.kind {
        case .fault, .null: return .null
        case .bool: return .bool(value.isTrue)
        case .int: return .int(value.int)
        case .uint: return .uint(value.bits)
        case .double: return .double(value.double)
        case .string: return .string(Array(slice(value)))
        case .bytes: return .bytes(Array(slice(value)))
        case .timestamp: return .timestamp(value.time)
        case .duration: return .duration(value.time)
        case .type: return .type(RuleTypeName.numbered(value.bits))
        case .optional: return .optional(value.isNone ? nil : export(unwrapped(value)))
        case .list:
            var elements: [RuleResult] = []
            var cursor = RuleCursor(over: value, tape: tape)
            while let element = next(&cursor) { elements.append(export(element)) }
            return .list(elements)
        case .map:
            var entries: [(key: RuleResult, value: RuleResult)] = []
            var cursor = RuleCursor(over: value, tape: tape)
            while let key = next(&cursor) { entries.append((export(key), export(cursorValue(cursor)))) }
            return .map(entries)
        }
    }
}
