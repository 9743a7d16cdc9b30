internal import CRE2

/// How a pattern is matched.
enum PatternMatcher {
    /// So many characters of a class each.
    case fixed(Ranges, count: Int)
    /// Characters of one class, within bounds of their number.
    case run(Ranges, least: Int, most: Int)
    /// For each byte its class; for each state, by the place of its row, the next rows.
    case automaton(classes: UnsafePointer<UInt8>, transitions: UnsafePointer<UInt16>, acceptsEmpty: Bool)
    case re2(OpaquePointer)

    /// Bounds as `ByteRanges` lays them out.
    struct Ranges {
        let words: UnsafePointer<UInt64>
        let count: Int

        /// The bits of the top bytes that are not part of a word of so many.
        @inline(always)
        private func ignored(_ left: Int) -> UInt64 {
            left >= 8 ? 0 : UInt64.max &<< UInt64(truncatingIfNeeded: left &* 8)
        }

        /// Whether each byte is within the bounds of its place; the text's length must be theirs.
        @inline(always)
        func allow(_ text: UnsafePointer<UInt8>, count length: Int) -> Bool {
            var bounds = words
            var at = 0
            var inside = ByteRanges.tops
            while at < length {
                let word = UInt64(littleEndian: UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self))
                inside &= ByteRanges.matches(word, bounds, count) | ignored(length &- at)
                bounds += count &* 2
                at &+= 8
            }
            return inside == ByteRanges.tops
        }

        /// Whether all bytes are within the same bounds.
        @inline(always)
        func allowAll(_ text: UnsafePointer<UInt8>, count length: Int) -> Bool {
            // The first two words are always looked at: which texts are short cannot be foretold.
            var inside = matches(text, length) & matches(text + 8, length &- 8)
            var at = 16
            while at < length {
                inside &= matches(text + at, length &- at)
                at &+= 8
            }
            return inside == ByteRanges.tops
        }

        /// The top bits of the bytes that are within the first bounds, or are not left of a text.
        @inline(always)
        private func matches(_ text: UnsafePointer<UInt8>, _ left: Int) -> UInt64 {
            let word = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
            return (ByteRanges.matches(word, words, count) | ignored(max(left, 0))) & ByteRanges.tops
        }
    }

    var isRun: Bool {
        if case .run = self { true } else { false }
    }

    /// The same where the pattern is a run.
    @inline(always)
    func matchesRun(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
        guard case .run(let ranges, let least, let most) = self else { return false }
        return count >= least && count <= most && ranges.allowAll(text, count: count)
    }

    /// Whether the pattern is found in a text, of which 16 bytes past the end may be read.
    @inline(always)
    func matches(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
        switch self {
        case .fixed(let ranges, let length): return count == length && ranges.allow(text, count: count)
        case .run: return matchesRun(text, count: count)
        case .automaton(let classes, let transitions, let acceptsEmpty):
            if count == 0 { return acceptsEmpty }
            var entry = transitions[0]
            var at = 0
            while at < count {
                let row = Int(entry & ~ByteAutomaton.accepting)
                entry = transitions[row &+ Int(classes[Int(text[at])])]
                if entry == 0 { return false }
                at &+= 1
            }
            return entry & ByteAutomaton.accepting != 0
        case .re2(let compiled): return cre2_search(compiled, text, count)
        }
    }
}
