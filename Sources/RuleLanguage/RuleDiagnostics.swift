import JSONDocument

/// Collects the faults of one text and gives them their places.
struct RuleDiagnostics {
    /// The rule's text.
    let text: [UInt8]
    private(set) var errors: [RuleError] = []
    private(set) var warnings: [RuleError] = []

    init(text: [UInt8]) { self.text = text }

    mutating func report(_ code: RuleError.Code, _ range: Range<Int>, _ message: String, replacement: String? = nil) {
        Self.add(fault(.error, code, range, message, replacement), to: &errors)
    }

    /// Tells the author something that is no reason to refuse the rule.
    mutating func warn(_ code: RuleError.Code, _ range: Range<Int>, _ message: String) {
        Self.add(fault(.warning, code, range, message, nil), to: &warnings)
    }

    private static func add(_ fault: RuleError, to faults: inout [RuleError]) {
        guard faults.count < RuleLimits.errorsMax else { return }
        if faults.contains(where: { $0.byteRange == fault.byteRange }) { return }
        faults.append(fault)
    }

    private func fault(
        _ severity: RuleError.Severity, _ code: RuleError.Code, _ range: Range<Int>, _ message: String,
        _ replacement: String?
    ) -> RuleError {
        let range = range.clamped(to: 0..<text.count)
        return RuleError(
            severity: severity, code: code, message: message, replacement: replacement, byteRange: range,
            position: text.withUnsafeBytes { JSONTextPosition(ofByte: range.lowerBound, in: $0) },
            snippet: snippet(range))
    }

    /// The warnings in the order of the text.
    var sortedWarnings: [RuleError] { warnings.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound } }

    /// The faults in the order of the text, nil where there are none.
    var result: RuleErrors? {
        guard !errors.isEmpty else { return nil }
        return RuleErrors(errors: errors.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound })
    }

    /// Bytes shown to either side of the place on long lines.
    private static let contextBytesMax = 60

    private func snippet(_ range: Range<Int>) -> String {
        let newline = UInt8(ascii: "\n")
        let place = range.lowerBound
        var start = text[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
        var end = text[place...].firstIndex(of: newline) ?? text.count
        start = max(start, place - Self.contextBytesMax)
        end = min(end, place + Self.contextBytesMax)
        while start < place, text[start] & 0xC0 == 0x80 { start += 1 }
        while end < text.count, end > place, text[end] & 0xC0 == 0x80 { end -= 1 }
        let marked = range.clamped(to: place..<max(place, end))
        let line = Self.visible(text[start..<end])
        let indent = String(repeating: " ", count: Self.width(text[start..<place]))
        let carets = String(repeating: "^", count: max(1, Self.width(text[marked])))
        return "  | \(line)\n  | \(indent)\(carets)"
    }

    /// The text with every control character as a space, so that the marks stand below what they mark.
    private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    private static func width(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { count, byte in byte & 0xC0 == 0x80 ? count : count + 1 }
    }
}
