import JSONDocument

/// Turns a checked expression into a program.
struct RuleCompiler {
    private var instructions: [RuleInstruction] = []
    private var ranges: [Range<Int>] = []
    private var lists: [UInt32] = []
    private var keys: [RuleKey] = []
    private var constants: [RuleValue] = []
    private var text: [UInt8] = []
    private var patterns: [RulePattern] = []
    private var scopes: [String] = []
    private let purpose: Rule.Purpose
    private var slotCount = 0
    /// The patterns that the checker has compiled.
    private var compiled: RulePatterns

    /// The program of an expression that `RuleChecker` has accepted.
    static func compile(
        _ expression: RuleExpression, purpose: Rule.Purpose = .condition, patterns: RulePatterns = RulePatterns()
    ) -> RuleProgram {
        var compiler = RuleCompiler(purpose: purpose, patterns: patterns)
        _ = compiler.emit(expression)
        compiler.text += [UInt8](repeating: 0, count: JSONTape.paddingBytes)
        return RuleProgram(
            instructions: compiler.instructions, ranges: compiler.ranges, lists: compiler.lists, keys: compiler.keys,
            constants: compiler.constants, text: compiler.text, patterns: compiler.patterns,
            slotCount: compiler.slotCount)
    }

    private init(purpose: Rule.Purpose, patterns: RulePatterns) {
        self.purpose = purpose
        compiled = patterns
    }

    private mutating func put(
        _ opcode: RuleOpcode, _ first: Int, _ second: Int = 0, _ third: Int = 0, flag: Bool = false,
        at expression: RuleExpression
    ) -> Int {
        instructions.append(
            RuleInstruction(
                opcode: opcode, flag: flag, first: UInt32(first), second: UInt32(second), third: UInt32(third)))
        ranges.append(expression.byteRange)
        return instructions.count - 1
    }

    private mutating func putAll(
        _ opcode: RuleOpcode, _ operands: [RuleExpression], _ expression: RuleExpression
    ) -> Int {
        let values = operands.map { UInt32(emit($0)) }
        lists += values
        return put(opcode, lists.count - values.count, values.count, at: expression)
    }

    private mutating func emit(_ expression: RuleExpression) -> Int {
        if let constant = constant(expression) {
            constants.append(constant)
            return put(.constant, constants.count - 1, at: expression)
        }
        if purpose == .value, RuleTypeName.named(by: expression) != nil, alertPath(expression) != nil {
            return emitType(expression)
        }
        if let path = alertPath(expression) { return putPath(.path, path, expression) }
        switch expression.form {
        case .literal, .name, .alert: return emitName(expression)
        case .member(let of, let name): return put(.member, emit(of), key(name), at: expression)
        case .presence(let of, let name):
            if let path = alertPath(of) { return putPath(.hasPath, path + [name], expression) }
            return put(.hasMember, emit(of), key(name), at: expression)
        // By a name that is written out an object is asked as by a dot, which is quicker.
        case .element(let of, let index):
            if let name = Self.name(index) { return put(.member, emit(of), key(name), at: expression) }
            return put(.element, emit(of), emit(index), at: expression)
        case .optionalMember(let of, let name):
            return put(.optionalMember, emit(of), key(name), at: expression)
        case .optionalElement(let of, let index):
            if let name = Self.name(index) { return put(.optionalMember, emit(of), key(name), at: expression) }
            return put(.optionalElement, emit(of), emit(index), at: expression)
        case .ifPresent(let operand): return put(.ifPresent, emit(operand), at: expression)
        case .not(let operand): return put(.not, emit(operand), at: expression)
        case .negate(let operand): return put(.negate, emit(operand), at: expression)
        case .and(let operands): return putAll(.and, operands, expression)
        case .or(let operands): return putAll(.or, operands, expression)
        case .conditional(let condition, let first, let second):
            return put(.conditional, emit(condition), emit(first), emit(second), at: expression)
        case .binary(let operation, let left, let right):
            let namesTypes = RuleTypeName.areNamed(in: operation, left, right)
            if namesTypes {
                return put(Self.opcode(of: operation), emitType(left), emitType(right), at: expression)
            }
            return put(Self.opcode(of: operation), emit(left), emit(right), at: expression)
        case .list(let values): return putAll(.list, values, expression)
        case .map(let entries): return putAll(.map, entries.flatMap { [$0.key, $0.value] }, expression)
        case .call(let function, let arguments, _): return call(function, arguments, expression)
        case .comprehension(let macro, let variables, let range, let body):
            return comprehension(macro, variables, range, body, expression)
        }
    }

    /// A type where the expression names one.
    private mutating func emitType(_ expression: RuleExpression) -> Int {
        guard let path = alertPath(expression), let name = RuleTypeName(rawValue: path.joined(separator: ".")) else {
            return emit(expression)
        }
        constants.append(.type(name))
        return put(.constant, constants.count - 1, at: expression)
    }

    /// The text of a literal.
    private static func name(_ expression: RuleExpression) -> String? {
        if case .literal(.string(let name)) = expression.form { name } else { nil }
    }

    private static func opcode(of operation: RuleOperator) -> RuleOpcode {
        switch operation {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .isIn: .isIn
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .remainder: .remainder
        }
    }

    // MARK: Fields

    /// The path of a field of the alert, nil where the expression is something else or begins with a macro variable.
    private func alertPath(_ expression: RuleExpression) -> [String]? {
        guard let path = expression.path, path.first.map(scopes.contains) != true else { return nil }
        return path
    }

    private mutating func putPath(_ opcode: RuleOpcode, _ path: [String], _ expression: RuleExpression) -> Int {
        let start = keys.count
        for name in path { _ = key(name) }
        return put(opcode, start, path.count, at: expression)
    }

    private mutating func emitName(_ expression: RuleExpression) -> Int {
        guard case .name(let name) = expression.form, let slot = scopes.lastIndex(of: name) else {
            preconditionFailure("a literal is a constant, and a name that is no variable is a path")
        }
        return put(.local, slot, at: expression)
    }

    private mutating func key(_ name: String) -> Int {
        let offset = append(Array(name.utf8))
        keys.append(
            RuleKey(hash: JSONKey(name).hash, offset: UInt32(offset), length: UInt32(name.utf8.count)))
        return keys.count - 1
    }

    private mutating func append(_ bytes: [UInt8]) -> Int {
        text += bytes
        return text.count - bytes.count
    }

    // MARK: Constants

    /// The value of a literal, or of a list of literals; nil for anything else.
    private mutating func constant(_ expression: RuleExpression) -> RuleValue? {
        switch expression.form {
        case .literal(let literal): return value(literal)
        case .list(let parts):
            guard parts.allSatisfy(Self.isConstant) else { return nil }
            constants.reserveCapacity(constants.count + parts.count)
            let values = parts.compactMap { constant($0) }
            constants += values
            return .range(.list, .rule, start: constants.count - values.count, count: values.count)
        default: return nil
        }
    }

    private static func isConstant(_ expression: RuleExpression) -> Bool {
        switch expression.form {
        case .literal: true
        case .list(let parts): parts.allSatisfy(isConstant)
        default: false
        }
    }

    private mutating func value(_ literal: RuleLiteral) -> RuleValue {
        switch literal {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .int(let value): return .int(value)
        case .uint(let value): return .uint(value)
        case .double(let value): return .double(value)
        case .string(let text):
            let bytes = Array(text.utf8)
            return .range(.string, .rule, start: append(bytes), count: bytes.count)
        case .bytes(let bytes): return .range(.bytes, .rule, start: append(bytes), count: bytes.count)
        }
    }

    // MARK: Calls

    private mutating func call(
        _ function: RuleFunction, _ arguments: [RuleExpression], _ expression: RuleExpression
    ) -> Int {
        switch function {
        case .size: return put(.size, emit(arguments[0]), at: expression)
        case .startsWith: return put(.startsWith, emit(arguments[0]), emit(arguments[1]), at: expression)
        case .endsWith: return put(.endsWith, emit(arguments[0]), emit(arguments[1]), at: expression)
        case .contains: return put(.contains, emit(arguments[0]), emit(arguments[1]), at: expression)
        case .matches:
            guard case .literal(.string(let text)) = arguments[1].form, let pattern = try? compiled.pattern(text) else {
                preconditionFailure("the checker accepts only patterns that compile")
            }
            patterns.append(pattern)
            return put(.matches, emit(arguments[0]), patterns.count - 1, at: expression)
        default:
            let number = RuleFunction.numbered.firstIndex(of: function) ?? 0
            if function.group == .optional {
                let values = arguments.map { emit($0) } + [0, 0]
                return put(.optionalCall, values[0], values[1], number, at: expression)
            }
            let values = arguments.map { UInt32(emit($0)) }
            lists += values
            return put(.call, lists.count - values.count, values.count, number, at: expression)
        }
    }

    private mutating func comprehension(
        _ macro: RuleMacro, _ variables: [String], _ range: RuleExpression, _ body: [RuleExpression],
        _ expression: RuleExpression
    ) -> Int {
        let rangeValue = UInt32(emit(range))
        let slot = scopes.count
        scopes += variables
        slotCount = max(slotCount, scopes.count)
        let bodies = body.map { UInt32(emit($0)) }
        scopes.removeLast(variables.count)
        if macro.isOverOptional {
            let isFlat = macro == .optFlatMap
            return put(.optionalMap, Int(rangeValue), Int(bodies[0]), slot, flag: isFlat, at: expression)
        }
        lists.append(rangeValue)
        lists += bodies
        let opcode: RuleOpcode =
            switch macro {
            case .all: .all
            case .exists: .exists
            case .existsOne: .existsOne
            case .map, .transformList: .mapList
            case .filter: .filter
            case .transformMap: .transformMap
            case .optMap, .optFlatMap: .optionalMap
            }
        return put(
            opcode, lists.count - bodies.count - 1, bodies.count, slot, flag: variables.count == 2, at: expression)
    }
}
