internal import CRE2

/// A compiled regular expression: matched in time linear in the text, whatever the expression.
final class Pattern: @unchecked Sendable {
    // Unchecked: written in the initialiser only; RE2 may be asked by several threads at once.

    /// As it stands in the schema.
    let text: String
    /// What the judge reads.
    let matcher: PatternMatcher
    /// The same for a value met for the first time: for each length that a text may have its pattern, where all of them
    /// are short; empty where they are not.
    let short: [ShortPattern]
    private var owned: [UnsafeMutableRawPointer] = []

    init(_ text: String) throws(PatternError) {
        self.text = text
        guard text.utf8.count <= SchemaLimits.patternBytesMax else {
            throw PatternError(message: "longer than \(SchemaLimits.patternBytesMax) bytes")
        }
        let node = try RegexParser.parse(text)
        let run = ClassRun(node)
        let sequences = run.map { $0.least < $0.most } ?? false ? [] : ClassSequences(node)?.sequences ?? []
        let patterns = sequences.map { FixedClasses($0).flatMap { ShortPattern($0) } }
        short = patterns.contains { $0 == nil } ? [] : patterns.compactMap { $0 }
        if sequences.count == 1, let fixed = FixedClasses(sequences[0]) {
            let words = Self.copy(fixed.words)
            owned = [UnsafeMutableRawPointer(words)]
            matcher = .fixed(.init(words: words, count: fixed.rangeCount), count: fixed.count)
        } else if let run {
            let words = Self.copy(run.words)
            owned = [UnsafeMutableRawPointer(words)]
            matcher = .run(.init(words: words, count: run.rangeCount), least: run.least, most: run.most)
        } else if let automaton = ByteAutomaton(node) {
            let classes = Self.copy(automaton.classes)
            let transitions = Self.copy(automaton.transitions)
            owned = [UnsafeMutableRawPointer(classes), UnsafeMutableRawPointer(transitions)]
            matcher = .automaton(
                classes: classes, transitions: transitions, acceptsEmpty: automaton.acceptsEmpty)
        } else {
            matcher = .re2(try Self.compile(try RE2Translation.text(node)))
        }
    }

    deinit {
        for memory in owned { memory.deallocate() }
        if case .re2(let compiled) = matcher { cre2_free(compiled) }
    }

    /// Whether the pattern is found in a text.
    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // Words are read past the end, so a text that comes from anywhere is copied.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count + 16) { padded in
            guard let start = padded.baseAddress else { return false }
            start.initialize(repeating: 0, count: bytes.count + 16)
            UnsafeMutableRawBufferPointer(padded).copyMemory(from: bytes)
            return matcher.matches(start, count: bytes.count)
        }
    }

    private static func copy<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
        memory.initialize(from: values, count: values.count)
        return memory
    }

    private static func compile(_ translated: String) throws(PatternError) -> OpaquePointer {
        let reasonSize = 256
        var reason = [CChar](repeating: 0, count: reasonSize)
        let compiled = translated.utf8CString.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap {
                cre2_compile($0, bytes.count - 1, SchemaLimits.patternMemoryBytesMax, &reason, reasonSize)
            }
        }
        if let compiled { return compiled }
        let why = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw PatternError(message: "cannot be matched in linear time within the memory allowed: \(why)")
    }
}
