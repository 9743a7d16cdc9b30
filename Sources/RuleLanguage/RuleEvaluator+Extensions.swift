/// The functions that extend the language: of texts, and of numbers. Positions count code points.
extension RuleEvaluator {
    mutating func extensionCall(
        _ function: RuleFunction, _ receiver: RuleValue, _ instruction: RuleInstruction, _ at: Int
    ) -> RuleValue {
        var arguments = [receiver]
        let first = Int(instruction.first)
        for index in (first &+ 1)..<(first &+ Int(instruction.second)) {
            let argument = value(Int(lists[index]))
            if argument.isFault { return argument }
            if argument.kind == .string { charge(bytes: argument.count * 8) }
            arguments.append(argument)
        }
        if isExhausted { return .fault(.tooManySteps, at: at) }
        if function == .format { return formatted(arguments[0], arguments[1], at) }
        let result =
            function.group == .math ? number(function, arguments) : textValue(function, arguments)
        if isExhausted { return .fault(.tooManySteps, at: at) }
        return result ?? .fault(.badArgument, at: at)
    }

    // MARK: Texts

    private mutating func textValue(_ function: RuleFunction, _ arguments: [RuleValue]) -> RuleValue? {
        if function == .join { return joined(arguments[0], arguments.count > 1 ? arguments[1] : nil) }
        guard arguments[0].kind == .string else { return nil }
        let own = scalars(arguments[0])
        switch function {
        case .lowerAscii: return keep(own.map { 65...90 ~= $0.value ? Unicode.Scalar(UInt8($0.value + 32)) : $0 })
        case .upperAscii: return keep(own.map { 97...122 ~= $0.value ? Unicode.Scalar(UInt8($0.value - 32)) : $0 })
        case .reverse: return keep(own.reversed())
        case .trim:
            let start = own.firstIndex { !$0.properties.isWhitespace } ?? own.endIndex
            let end = own.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
            return keep(own[start..<end])
        case .quote: return keep(Self.quoted(own))
        case .charAt:
            guard let position = position(arguments[1], atMost: own.count) else { return nil }
            return keep(own[position..<min(position + 1, own.count)])
        case .substring:
            guard let start = position(arguments[1], atMost: own.count),
                let end = arguments.count > 2 ? position(arguments[2], atMost: own.count) : own.count, start <= end
            else { return nil }
            return keep(own[start..<end])
        default:
            guard arguments[1].kind == .string else { return nil }
            return search(function, own, scalars(arguments[1]), arguments)
        }
    }

    private mutating func search(
        _ function: RuleFunction, _ own: [Unicode.Scalar], _ part: [Unicode.Scalar], _ arguments: [RuleValue]
    ) -> RuleValue? {
        switch function {
        case .indexOf:
            guard let start = arguments.count > 2 ? position(arguments[2], atMost: own.count) : 0 else { return nil }
            return .int(Int64(find(part, in: own, from: start) ?? -1))
        case .lastIndexOf:
            guard let last = arguments.count > 2 ? position(arguments[2], atMost: own.count) : own.count else {
                return nil
            }
            guard own.count >= part.count else { return .int(-1) }
            charge(bytes: own.count * max(1, part.count) * 4)
            let found = (0...min(last, own.count - part.count)).last { own[$0...].starts(with: part) }
            return .int(Int64(found ?? -1))
        case .replace:
            guard arguments[2].kind == .string else { return nil }
            guard let count = arguments.count > 3 ? whole(arguments[3]) : -1 else { return nil }
            return replaced(own, part, scalars(arguments[2]), count)
        default:
            guard let count = arguments.count > 2 ? whole(arguments[2]) : -1 else { return nil }
            let parts = separated(own, part, count)
            let values = parts.map { keep($0) }
            return .range(.list, .scratch, start: scratch.keep(values), count: values.count)
        }
    }

    private mutating func find(_ part: [Unicode.Scalar], in own: [Unicode.Scalar], from start: Int) -> Int? {
        guard own.count - start >= part.count else { return nil }
        for place in start...(own.count - part.count) {
            steps &-= 1
            if isExhausted { return nil }
            if own[place...].starts(with: part) {
                charge(bytes: part.count * 4)
                return place
            }
            // A part that is nearly found at every place is charged for.
            if own[place] == part.first { charge(bytes: part.count * 4) }
        }
        return nil
    }

    private mutating func replaced(
        _ own: [Unicode.Scalar], _ part: [Unicode.Scalar], _ new: [Unicode.Scalar], _ count: Int
    ) -> RuleValue {
        var result: [Unicode.Scalar] = []
        var left = count < 0 ? Int.max : count
        var place = 0
        while left > 0, let found = find(part, in: own, from: place), !isExhausted {
            result += own[place..<found]
            result += new
            charge(bytes: (new.count + 8) * 4)
            left -= 1
            place = found + part.count
            if part.isEmpty {
                guard place < own.count else { return keep(result) }
                result.append(own[place])
                place += 1
            }
        }
        return keep(result + own[place...])
    }

    private mutating func separated(
        _ own: [Unicode.Scalar], _ separator: [Unicode.Scalar], _ count: Int
    ) -> [ArraySlice<Unicode.Scalar>] {
        if count == 0 { return [] }
        var parts: [ArraySlice<Unicode.Scalar>] = []
        var place = 0
        while count < 0 || parts.count < count - 1, !isExhausted {
            if separator.isEmpty {
                guard place + 1 < own.count else { break }
                parts.append(own[place..<(place + 1)])
                place += 1
                steps &-= RuleLimits.stepsPerPart
            } else {
                guard let found = find(separator, in: own, from: place) else { break }
                parts.append(own[place..<found])
                place = found + separator.count
                steps &-= RuleLimits.stepsPerPart
            }
        }
        return parts + [own[place...]]
    }

    private mutating func joined(_ list: RuleValue, _ separator: RuleValue?) -> RuleValue? {
        guard list.kind == .list, separator.map({ $0.kind == .string }) ?? true else { return nil }
        let between = separator.map { Array(slice($0)) } ?? []
        var bytes: [UInt8] = []
        var cursor = RuleCursor(over: list, tape: tape)
        while let element = next(&cursor) {
            guard element.kind == .string else { return nil }
            if cursor.visited > 1 { bytes += between }
            bytes += slice(element)
            charge(bytes: element.count + between.count)
        }
        return .range(.string, .scratch, start: scratch.keep(bytes), count: bytes.count)
    }

    private static func quoted(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let escapes: [Unicode.Scalar: Unicode.Scalar] = [
            "\u{07}": "a", "\u{08}": "b", "\u{0C}": "f", "\n": "n", "\r": "r", "\t": "t", "\u{0B}": "v", "\\": "\\",
            "\"": "\"",
        ]
        var result: [Unicode.Scalar] = ["\""]
        for scalar in scalars {
            if let letter = escapes[scalar] {
                result += ["\\", letter]
            } else {
                result.append(scalar)
            }
        }
        result.append("\"")
        return result
    }

    private func scalars(_ value: RuleValue) -> [Unicode.Scalar] {
        let bytes = slice(value)
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map { Unicode.Scalar($0) } }
        return Array(text(value).unicodeScalars)
    }

    private mutating func keep(_ scalars: some Sequence<Unicode.Scalar>) -> RuleValue {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.underestimatedCount)
        for scalar in scalars {
            if scalar.isASCII {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: scalar.utf8)
            }
        }
        return .range(.string, .scratch, start: scratch.keep(bytes), count: bytes.count)
    }

    private func whole(_ value: RuleValue) -> Int? { value.kind == .int ? Int(value.int) : nil }

    private func position(_ value: RuleValue, atMost limit: Int) -> Int? {
        whole(value).flatMap { 0...limit ~= $0 ? $0 : nil }
    }

    // MARK: Numbers

    private mutating func number(_ function: RuleFunction, _ arguments: [RuleValue]) -> RuleValue? {
        let one = arguments[0]
        switch function {
        case .greatest, .least: return extreme(function, arguments)
        case .abs:
            if one.kind == .int { return one.int == .min ? nil : .int(Swift.abs(one.int)) }
            return one.kind == .double ? .double(one.double.magnitude) : one.kind == .uint ? one : nil
        case .sign:
            switch one.kind {
            case .int: return .int(one.int.signum())
            case .uint: return .uint(one.bits == 0 ? 0 : 1)
            case .double: return .double(one.double > 0 ? 1 : one.double < 0 ? -1 : one.double)
            default: return nil
            }
        case .bitNot:
            return one.kind == .int ? .int(~one.int) : one.kind == .uint ? .uint(~one.bits) : nil
        case .bitAnd, .bitOr, .bitXor, .bitShiftLeft, .bitShiftRight: return bits(function, one, arguments[1])
        default: return one.kind == .double ? fraction(function, one.double) : nil
        }
    }

    private func fraction(_ function: RuleFunction, _ number: Double) -> RuleValue {
        switch function {
        case .ceil: .double(number.rounded(.up))
        case .floor: .double(number.rounded(.down))
        case .round: .double(number.rounded(.toNearestOrAwayFromZero))
        case .trunc: .double(number.rounded(.towardZero))
        case .isNaN: .bool(number.isNaN)
        case .isInf: .bool(number.isInfinite)
        default: .bool(number.isFinite)
        }
    }

    private func bits(_ function: RuleFunction, _ one: RuleValue, _ other: RuleValue) -> RuleValue? {
        guard one.kind == .int || one.kind == .uint else { return nil }
        let result: UInt64
        switch function {
        case .bitShiftLeft, .bitShiftRight:
            guard let count = whole(other), count >= 0 else { return nil }
            result = function == .bitShiftLeft ? one.bits << count : one.bits >> count
        default:
            guard other.kind == one.kind else { return nil }
            switch function {
            case .bitAnd: result = one.bits & other.bits
            case .bitOr: result = one.bits | other.bits
            default: result = one.bits ^ other.bits
            }
        }
        return RuleValue(one.kind, bits: result)
    }

    private mutating func extreme(_ function: RuleFunction, _ arguments: [RuleValue]) -> RuleValue? {
        var candidates = arguments
        if arguments.count == 1, arguments[0].kind == .list {
            candidates = []
            var cursor = RuleCursor(over: arguments[0], tape: tape)
            while let element = next(&cursor) { candidates.append(element) }
        }
        guard var best = candidates.first, candidates.allSatisfy(\.isNumber) else { return nil }
        let wanted: RuleOrder = function == .greatest ? .greater : .less
        for candidate in candidates.dropFirst() where RuleNumber.order(candidate, best) == wanted { best = candidate }
        return best
    }
}
