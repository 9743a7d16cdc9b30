internal import CRE2

/// A compiled regular expression: matched in time linear in the text, whatever the expression.
final class Pattern: @unchecked Sendable {
    // Unchecked: written in the initialiser only; RE2 may be asked by several threads at once.

    /// As it stands in the schema.
    let text: String
    /// What the judge reads.
    let matcher: PatternMatcher
    private var owned: [UnsafeMutableRawPointer] = []

    init(_ text: String) throws(PatternError) {
        self.text = text
        guard text.utf8.count <= SchemaLimits.patternBytesMax else {
            throw PatternError(message: "longer than \(SchemaLimits.patternBytesMax) bytes")
        }
        let node = try RegexParser.parse(text)
        if let fixed = FixedClasses(node) {
            let tables = Self.copy(fixed.memberships + fixed.required)
            owned = [UnsafeMutableRawPointer(tables)]
            matcher = .fixed(memberships: tables, required: tables + 256, count: fixed.required.count)
        } else if let automaton = ByteAutomaton(node) {
            let classes = Self.copy(automaton.classes)
            let transitions = Self.copy(automaton.transitions)
            owned = [UnsafeMutableRawPointer(classes), UnsafeMutableRawPointer(transitions)]
            matcher = .automaton(
                classes: classes, transitions: transitions, classCount: automaton.classCount,
                acceptsEmpty: automaton.acceptsEmpty)
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
        guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else {
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { empty in
                empty.initialize(repeating: 0)
                return empty.baseAddress.map { matcher.matches($0, count: 0) } ?? false
            }
        }
        return matcher.matches(start, count: bytes.count)
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

/// How a pattern is matched.
enum PatternMatcher {
    case fixed(memberships: UnsafePointer<UInt8>, required: UnsafePointer<UInt8>, count: Int)
    case automaton(
        classes: UnsafePointer<UInt8>, transitions: UnsafePointer<UInt16>, classCount: Int, acceptsEmpty: Bool)
    case re2(OpaquePointer)

    /// Whether the pattern is found in a text.
    @inline(__always)
    func matches(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
        switch self {
        case .fixed(let memberships, let required, let length):
            guard count == length else { return false }
            var missing: UInt8 = 0
            var at = 0
            while at < count {
                missing |= required[at] & ~memberships[Int(text[at])]
                at &+= 1
            }
            return missing == 0
        case .automaton(let classes, let transitions, let classCount, let acceptsEmpty):
            if count == 0 { return acceptsEmpty }
            var entry: UInt16 = 1
            var at = 0
            while at < count {
                let state = Int(entry & ~ByteAutomaton.accepting)
                entry = transitions[state &* classCount &+ Int(classes[Int(text[at])])]
                if entry == 0 { return false }
                at &+= 1
            }
            return entry & ByteAutomaton.accepting != 0
        case .re2(let compiled): return cre2_search(compiled, text, count)
        }
    }
}
