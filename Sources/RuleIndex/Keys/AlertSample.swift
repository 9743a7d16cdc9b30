internal import JSONDocument

/// The texts of alerts seen, from which it is learnt how often values occur. Of many, the latest are kept.
struct AlertSample: Sendable {
    /// The most alerts.
    static let alertsMax = 1_024
    /// The most memory, in bytes.
    static let bytesMax = 8 << 20

    private var texts: [[UInt8]] = []
    private var next = 0
    private var byteCount = 0

    var count: Int { texts.count }

    /// Takes an alert in; one that is large beside the whole is passed over.
    mutating func add(_ tape: JSONTape) {
        guard tape.byteCount <= Self.bytesMax / Self.alertsMax * 8 else { return }
        let text = Array(UnsafeBufferPointer(start: tape.bytes, count: tape.byteCount))
        if texts.count < Self.alertsMax, byteCount + text.count <= Self.bytesMax {
            byteCount += text.count
            texts.append(text)
            return
        }
        guard !texts.isEmpty else { return }
        next = next < texts.count ? next : 0
        guard byteCount - texts[next].count + text.count <= Self.bytesMax else { return }
        byteCount += text.count - texts[next].count
        texts[next] = text
        next += 1
    }

    /// Calls `body` with each alert.
    func forEach(_ body: (JSONNode) -> Void) {
        var document = JSONDocument(limits: JSONLimits(bytesMax: Self.bytesMax))
        for text in texts where (try? document.parse(text)) != nil { body(document.root) }
    }
}
