import CRE2

/// A compiled regular expression: RE2, which takes time linear in the text.
final class RulePattern: @unchecked Sendable {
    // Unchecked: the handle is written once, and RE2 lets any number of threads search with one pattern.
    private let handle: OpaquePointer

    /// Why RE2 refuses a pattern.
    struct Refusal: Error {
        let reason: String
    }

    init(_ pattern: String) throws(Refusal) {
        var reason = [CChar](repeating: 0, count: 200)
        var text = pattern
        let handle = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { chars in
                withUnsafePointer(to: CChar(0)) { empty in
                    cre2_compile(
                        chars.baseAddress ?? empty, chars.count, RuleLimits.patternMemoryBytesMax, &reason, reason.count
                    )
                }
            }
        }
        guard let handle else {
            let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw Refusal(reason: String(decoding: bytes, as: UTF8.self))
        }
        self.handle = handle
    }

    deinit { cre2_free(handle) }

    /// Whether the pattern is found anywhere in a text.
    func isFound(in text: UnsafeRawBufferPointer) -> Bool {
        cre2_search(handle, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
    }
}
