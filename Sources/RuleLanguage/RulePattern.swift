import CRE2

/// The patterns of one rule, each compiled once.
struct RulePatterns {
    private var known: [String: RulePattern] = [:]

    /// None yet.
    init() {}

    /// Those that a program has already.
    init(_ patterns: [RulePattern]) {
        for pattern in patterns { known[pattern.text] = pattern }
    }

    /// The compiled pattern of a text.
    mutating func pattern(_ text: String) throws(RulePattern.Refusal) -> RulePattern {
        if let pattern = known[text], pattern.text.isSame(as: text) { return pattern }
        let pattern = try RulePattern(text)
        known[text] = pattern
        return pattern
    }
}

/// A compiled regular expression: RE2, which takes time linear in the text.
final class RulePattern: @unchecked Sendable {
    // Unchecked: the handle is written once, and RE2 lets any number of threads search with one pattern.
    private let handle: OpaquePointer
    /// The pattern as it is written.
    let text: String

    /// The steps that a byte of text costs. Where RE2's automaton of states outgrows its memory, it walks all
    /// instructions of the pattern for each byte, about 9 ns an instruction: a step stands for 64 of them.
    let stepsPerByte: Int

    /// Why RE2 refuses a pattern.
    struct Refusal: Error {
        let reason: String
    }

    init(_ pattern: String) throws(Refusal) {
        text = pattern
        handle = try Self.compile(pattern, memoryBytesMax: RuleLimits.patternMemoryBytesMax)
        stepsPerByte = (Int(cre2_instruction_count(handle)) + Self.instructionsPerStep - 1) / Self.instructionsPerStep
    }

    private static let instructionsPerStep = 64

    private static func compile(_ pattern: String, memoryBytesMax: Int) throws(Refusal) -> OpaquePointer {
        var reason = [CChar](repeating: 0, count: 200)
        var text = pattern
        let handle = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                withUnsafePointer(to: CChar(0)) { empty in
                    cre2_compile(chars.baseAddress ?? empty, chars.count, memoryBytesMax, &reason, reason.count)
                }
            }
        }
        if let handle { return handle }
        let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw Refusal(reason: String(decoding: bytes, as: UTF8.self))
    }

    deinit { cre2_free(handle) }

    /// Whether the pattern is found anywhere in a text.
    func isFound(in text: UnsafeRawBufferPointer) -> Bool {
        cre2_search(handle, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
    }
}
