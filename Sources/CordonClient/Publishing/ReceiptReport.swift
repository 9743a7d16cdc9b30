internal import ExchangeProtocol
internal import JSONDocument

/// Reads the report of a RECEIPT: which findings belong to which publish id.
///
/// A report is advice: what cannot be read in it is left out, and the receipts count without it.
enum ReceiptReport {
    private static let publishID: JSONKey = "publishID"
    private static let findings: JSONKey = "findings"

    /// The findings by publish id, each a JSON array as the hub wrote it.
    static func findings(in report: UnsafeRawBufferPointer) -> [UInt64: [UInt8]] {
        var document = JSONDocument(limits: JSONLimits(bytesMax: ProtocolLimits.reportBytesMax))
        guard (try? document.parse(report)) != nil, document.root.kind == .array else { return [:] }
        var found: [UInt64: [UInt8]] = [:]
        for element in document.root.elements where element.kind == .object {
            guard let number = element.member(publishID)?.integer, let id = UInt64(exactly: number),
                let findings = element.member(findings), findings.kind == .array
            else { continue }
            let range = findings.byteRange
            found[id] = Array(report[range])
        }
        return found
    }
}
