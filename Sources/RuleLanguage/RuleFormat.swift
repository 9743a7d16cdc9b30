/// The text that `format` fills in, taken apart: what stands as it is, and clauses such as `%s` or `%.2f`.
struct RuleFormat {
    /// How a value is written.
    enum Clause: Equatable {
        /// `%s`: anything, lists and maps too.
        case string
        /// `%d`: a number.
        case decimal
        /// `%f` and `%e`, with so many digits behind the point.
        case fixed(digits: Int)
        case scientific(digits: Int)
        /// `%b`: a whole number, or a boolean as 1 or 0.
        case binary
        /// `%o`: a whole number.
        case octal
        /// `%x` and `%X`: a whole number, or the bytes of a text.
        case hexadecimal(isUpper: Bool)
    }

    /// A piece of the text.
    enum Part: Equatable {
        /// Bytes that stand as they are.
        case text(Range<Int>)
        case clause(Clause)
    }

    /// Why a text cannot be filled in: the clause at fault, and what would be right.
    struct Fault: Error {
        let message: String
    }

    let parts: [Part]

    /// The clauses, in order.
    var clauses: [Clause] { parts.compactMap { if case .clause(let clause) = $0 { clause } else { nil } } }

    private static let digitsDefault = 6

    init(_ bytes: [UInt8]) throws(Fault) {
        var parts: [Part] = []
        var start = 0
        var at = 0
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "%") else {
                at += 1
                continue
            }
            if at > start { parts.append(.text(start..<at)) }
            if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "%") {
                parts.append(.text(at..<(at + 1)))
                at += 2
            } else {
                parts.append(.clause(try Self.clause(bytes, &at)))
            }
            start = at
        }
        if at > start { parts.append(.text(start..<at)) }
        self.parts = parts
    }

    /// The clause that begins at a percent sign; moves behind it.
    private static func clause(_ bytes: [UInt8], _ at: inout Int) throws(Fault) -> Clause {
        let start = at
        at += 1
        var digits: Int?
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at += 1
            var value = 0
            let first = at
            while at < bytes.count, RuleScanner.isDigit(bytes[at]), value <= RuleLimits.formattedDigitsMax {
                value = value * 10 + Int(bytes[at] &- 0x30)
                at += 1
            }
            guard at > first, value <= RuleLimits.formattedDigitsMax else {
                throw Fault(
                    message: "behind %. stand the digits behind the point, at most "
                        + "\(RuleLimits.formattedDigitsMax): '%.2f'")
            }
            digits = value
        }
        guard at < bytes.count else { throw Fault(message: "a % ends the text; write %% for the sign itself") }
        let letter = bytes[at]
        at += 1
        switch (letter, digits) {
        case (UInt8(ascii: "f"), _): return .fixed(digits: digits ?? digitsDefault)
        case (UInt8(ascii: "e"), _): return .scientific(digits: digits ?? digitsDefault)
        case (UInt8(ascii: "s"), nil): return .string
        case (UInt8(ascii: "d"), nil): return .decimal
        case (UInt8(ascii: "b"), nil): return .binary
        case (UInt8(ascii: "o"), nil): return .octal
        case (UInt8(ascii: "x"), nil): return .hexadecimal(isUpper: false)
        case (UInt8(ascii: "X"), nil): return .hexadecimal(isUpper: true)
        default:
            let shown = String(decoding: bytes[start..<at], as: UTF8.self)
            throw Fault(
                message:
                    "there is no '\(shown)'; there are %s, %d, %f, %e, %b, %o, %x, %X and, for the sign itself, %%, "
                    + "and digits behind a point for %f and %e")
        }
    }
}

extension RuleFormat.Clause {
    /// The types that it writes, empty for any.
    var families: [RuleType.Family] {
        switch self {
        case .string: []
        case .decimal, .fixed, .scientific, .octal: [.number]
        case .binary: [.number, .bool]
        case .hexadecimal: [.number, .text, .bytes]
        }
    }

    /// How it is written, without digits.
    var name: String {
        switch self {
        case .string: "%s"
        case .decimal: "%d"
        case .fixed: "%f"
        case .scientific: "%e"
        case .binary: "%b"
        case .octal: "%o"
        case .hexadecimal(let isUpper): isUpper ? "%X" : "%x"
        }
    }
}

extension RuleChecker {
    /// The type of a text that `format` makes.
    mutating func format(_ arguments: [RuleExpression]) -> RuleType {
        guard case .list(let values) = arguments[1].form else {
            return extensionCall(.format, arguments, arguments.map { type(of: $0) })
        }
        let types = values.map { type(of: $0) }
        checkFormat(arguments, types)
        return extensionCall(.format, arguments, [type(of: arguments[0]), .list(.any)])
    }

    /// Holds a text that is written out against the values, where they are too.
    /// - Parameter types: The values' types.
    private mutating func checkFormat(_ arguments: [RuleExpression], _ types: [RuleType]) {
        guard case .literal(.string(let text)) = arguments[0].form else { return }
        let format: RuleFormat
        do throws(RuleFormat.Fault) {
            format = try RuleFormat(Array(text.utf8))
        } catch {
            diagnostics.report(.arguments, arguments[0].byteRange, error.message)
            return
        }
        guard case .list(let values) = arguments[1].form else { return }
        let clauses = format.clauses
        let isOpen = values.contains { if case .ifPresent = $0.form { true } else { false } }
        if !isOpen, clauses.count != values.count {
            diagnostics.report(
                .arguments, arguments[1].byteRange,
                "the text has \(clauses.count) places to fill in, and the list has \(values.count) values")
            return
        }
        guard !isOpen else { return }
        for (clause, (value, type)) in zip(clauses, zip(values, types)) {
            guard type.family != .any else { continue }
            guard clause.families.isEmpty ? type.family == .optional : !clause.families.contains(type.family) else {
                continue
            }
            diagnostics.report(
                .arguments, value.byteRange,
                "\(clause.name) does not write \(type.name)" + (type.family == .optional ? "" : "; %s writes anything")
                    + (Self.optionalHint(type, value) ?? ""))
        }
    }
}
