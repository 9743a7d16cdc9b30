internal import JSONDocument
internal import JSONSchema

extension AlertJudge {
    /// Appends what a schema finds, but for one place; true where there is more than was asked for.
    mutating func explain(
        _ entry: AlertSchemaSet.Entry, _ tape: JSONTape, _ findings: inout [AlertFinding], except pointer: String? = nil
    ) -> Bool {
        let found = validator.findings(tape, against: entry.schema, max: options.findingsMax)
        for finding in found where pointer == nil || finding.instanceLocation.description != pointer {
            findings.append(AlertFinding(finding))
        }
        return found.count >= options.findingsMax
    }
}

extension AlertFinding {
    /// What a schema found. A member for nominal data is told where such data belongs.
    init(_ finding: Finding) {
        let isUnexpected = NominalData.refusingKeywords.contains(finding.code)
        let isNominal = isUnexpected && NominalData.isName(finding.instanceLocation.tokens.last ?? "")
        self.init(
            code: isNominal ? "nominal-data" : "schema.\(finding.code)", severity: .error,
            pointer: finding.instanceLocation.description, byteOffset: finding.byteOffset, position: finding.position,
            message: isNominal ? "\(finding.message); \(NominalData.advice)" : finding.message,
            keywordLocation: finding.keywordLocation.description,
            absoluteKeywordLocation: finding.absoluteKeywordLocation)
    }
}

/// Data about natural persons: refused in the open part of an alert.
///
/// What refuses it is the schema, which has no place for it; this here only recognises what was most likely meant.
enum NominalData {
    static let advice = "names, dates of birth and documents of natural persons travel only in the sealed annex"

    /// Keywords by which a schema refuses a member that it does not know.
    static let refusingKeywords: Set<String> = ["additionalProperties", "unevaluatedProperties", "false"]

    private static let words = [
        "name", "surname", "birth", "passport", "driver", "suspect", "offender", "arrestee", "nationalid",
        "identitycard",
        "person", "consignee", "consignor", "phone", "email", "address",
    ]

    /// Whether the name of a member speaks of a natural person.
    static func isName(_ member: String) -> Bool {
        let plain = member.lowercased().filter(\.isLetter)
        return words.contains { plain.contains($0) }
    }
}

extension AlertRefusal {
    /// The refusal of bytes that are no JSON.
    init(_ error: JSONSyntaxError) {
        let finding = AlertFinding(
            code: "json.\(error.code.rawValue)", severity: .error, pointer: "", byteOffset: error.byteOffset,
            position: error.position, message: error.message)
        self.init(findings: [finding], isTruncated: false, id: nil, origin: nil)
    }
}
