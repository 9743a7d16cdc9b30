import CRE2

/// A compiled regular expression: RE2, which takes time linear in the text.
final class RulePattern: @unchecked Sendable {
    // Unchecked: the handle is written once, and RE2 lets any number of threads search with one pattern.
    private let handle: OpaquePointer

    /// The steps that a byte of text costs. Where RE2's automaton of states outgrows its memory, it walks all
    /// instructions of the pattern for each byte, about 50 ns an instruction: a step stands for 16 of them.
    let stepsPerByte: Int

    /// Why RE2 refuses a pattern.
    struct Refusal: Error {
        let reason: String
    }

    init(_ pattern: String) throws(Refusal) {
        handle = try Self.compile(pattern, memoryBytesMax: RuleLimits.patternMemoryBytesMax)
        var memory = Self.smallestMemoryBytes
        while memory < RuleLimits.patternMemoryBytesMax, !Self.fits(pattern, memoryBytesMax: memory) { memory *= 2 }
        stepsPerByte = max(1, memory / Self.bytesPerInstruction / 16)
    }

    private static let smallestMemoryBytes = 2 << 10
    /// RE2 gives two thirds of its memory to the instructions of 16 bytes, and wants a quarter of that in use.
    private static let bytesPerInstruction = 96

    /// Whether a pattern's instructions fit that much memory: RE2 tells their number only so.
    private static func fits(_ pattern: String, memoryBytesMax: Int) -> Bool {
        guard let handle = try? compile(pattern, memoryBytesMax: memoryBytesMax) else { return false }
        cre2_free(handle)
        return true
    }

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
