extension RuleEvaluator {
    /// Functions that are called rarely: conversions, types, and the parts of times.
    mutating func call(_ instruction: RuleInstruction, _ at: Int) -> RuleValue {
        let function = RuleFunction.numbered[Int(instruction.third)]
        let first = Int(instruction.first)
        let argument = value(Int(lists[first]))
        if argument.isFault { return argument }
        charge(bytes: argument.kind == .string || argument.kind == .bytes ? argument.count * 8 : 0)
        if isExhausted { return .fault(.tooManySteps, at: at) }
        if function.group != .core { return extensionCall(function, argument, instruction, at) }
        var result: RuleValue?
        switch function {
        case .dyn: return argument
        case .type: return .type(RuleTypeName(of: argument.kind))
        case .bool: result = bool(argument)
        case .int: result = int(argument)
        case .uint: result = uint(argument)
        case .double: result = double(argument)
        case .string: result = string(argument)
        case .bytes: result = bytes(argument)
        case .timestamp, .duration: result = time(function, argument)
        default:
            var zone: RuleValue?
            if instruction.second == 2 {
                let value = value(Int(lists[first &+ 1]))
                if value.isFault { return value }
                zone = value
            }
            result = part(function, of: argument, zone)
        }
        return result ?? .fault(.badConversion, at: at)
    }

    /// The text of a value as a `String`, for parsers that need one.
    func text(_ value: RuleValue) -> String { String(decoding: slice(value), as: UTF8.self) }

    mutating func keep(_ text: String) -> RuleValue {
        let content = Array(text.utf8)
        return .range(.string, .scratch, start: scratch.keep(content), count: content.count)
    }

    // MARK: Conversions

    private func bool(_ value: RuleValue) -> RuleValue? {
        if value.kind == .bool { return value }
        guard value.kind == .string else { return nil }
        switch text(value) {
        case "1", "t", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "false", "FALSE", "False": return .bool(false)
        default: return nil
        }
    }

    private func int(_ value: RuleValue) -> RuleValue? {
        switch value.kind {
        case .int: value
        case .uint: Int64(exactly: value.bits).map(RuleValue.int)
        case .double: value.double.magnitude < 0x1p63 ? .int(Int64(value.double)) : nil
        case .string: Int64(text(value)).map(RuleValue.int)
        case .timestamp: .int(value.int)
        default: nil
        }
    }

    private func uint(_ value: RuleValue) -> RuleValue? {
        switch value.kind {
        case .uint: value
        case .int: UInt64(exactly: value.int).map(RuleValue.uint)
        case .double: value.double > -1 && value.double < 0x1p64 ? .uint(UInt64(value.double)) : nil
        case .string: UInt64(text(value)).map(RuleValue.uint)
        default: nil
        }
    }

    private func double(_ value: RuleValue) -> RuleValue? {
        switch value.kind {
        case .double: value
        case .int: .double(Double(value.int))
        case .uint: .double(Double(value.bits))
        case .string: Double(text(value)).map(RuleValue.double)
        default: nil
        }
    }

    private mutating func string(_ value: RuleValue) -> RuleValue? {
        switch value.kind {
        case .string: return value
        case .bool: return keep(value.isTrue ? "true" : "false")
        case .int: return keep(String(value.int))
        case .uint: return keep(String(value.bits))
        case .double:
            let text = "\(value.double)"
            return keep(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        case .bytes:
            let content = Array(slice(value))
            guard String(validating: content, as: UTF8.self) != nil else { return nil }
            return .range(.string, value.origin, start: value.start, count: value.count)
        case .timestamp: return keep(RuleTime.text(ofTimestamp: value.time))
        case .duration: return keep(RuleTime.text(ofDuration: value.time))
        default: return nil
        }
    }

    private func bytes(_ value: RuleValue) -> RuleValue? {
        guard value.kind == .string || value.kind == .bytes else { return nil }
        return .range(.bytes, value.origin, start: value.start, count: value.count)
    }

    // MARK: Times

    private func time(_ function: RuleFunction, _ value: RuleValue) -> RuleValue? {
        let kind: RuleValue.Kind = function == .timestamp ? .timestamp : .duration
        switch value.kind {
        case kind: return value
        case .int where kind == .timestamp:
            return RuleTime.Value(seconds: value.int, nanoseconds: 0).asTimestamp.map { .time(kind, $0) }
        case .string:
            let bytes = slice(value)
            let time = kind == .timestamp ? RuleTime.timestamp(bytes) : RuleTime.duration(bytes)
            return time.map { .time(kind, $0) }
        default: return nil
        }
    }

    private func part(_ function: RuleFunction, of value: RuleValue, _ zone: RuleValue?) -> RuleValue? {
        if value.kind == .duration, zone == nil {
            return RuleTime.part(function, ofSpan: value.time).map(RuleValue.int)
        }
        guard value.kind == .timestamp else { return nil }
        var offset: Int64 = 0
        if let zone {
            guard zone.kind == .string, let found = RuleTime.offset(slice(zone)) else { return nil }
            offset = found
        }
        return RuleTime.part(function, of: value.time, offset: offset).map(RuleValue.int)
    }
}
