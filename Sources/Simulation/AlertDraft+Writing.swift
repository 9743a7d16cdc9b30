import AlertModel
import JSONDocument

extension AlertDraft {
    static let dayMilliseconds: Int64 = 86_400_000

    /// The alert's bytes, with `fault` built in.
    func bytes(with fault: AlertFault?, capacity: Int) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        var envelopeEnd = 0
        writer.object { alert in
            writeIdentity(to: &alert, fault)
            writeHandling(to: &alert, fault)
            writeAssessment(to: &alert)
            envelopeEnd = alert.bytes.count
            if !isCancel { writeContent(to: &alert, fault) }
            if fault == .nominalData { alert.member("suspectName", "N. N.") }
        }
        guard fault == .truncated else { return writer.bytes }
        return Array(writer.bytes[..<envelopeEnd])
    }

    private func writeIdentity(to alert: inout JSONWriter, _ fault: AlertFault?) {
        if fault != .missingIdentifier { alert.member("id", id.description) }
        let name = fault == .unknownSchema ? "unlisted" : kind.rawValue
        alert.member("schema", "https://cordon.example/schemas/\(name)/1-0-0")
        alert.member("kind", kind.rawValue)
        alert.member("origin", origin.description)
        alert.member("sent", InternetTime.text(milliseconds: sent))
        alert.member("messageType", messageType.rawValue)
        alert.member("status", status.rawValue)
        guard !references.isEmpty else { return }
        alert.name("references")
        alert.array { list in
            for reference in references {
                list.object { object in
                    object.member("origin", reference.origin.description)
                    object.member("id", reference.id.description)
                }
            }
        }
    }

    private func writeHandling(to alert: inout JSONWriter, _ fault: AlertFault?) {
        if fault != .missingRetention {
            if let expires { alert.member("expires", InternetTime.text(milliseconds: expires)) }
            if let reviewBy { alert.member("reviewBy", InternetTime.text(milliseconds: reviewBy)) }
        }
        var label = tlp.name
        var names = recipients
        switch fault {
        case .obsoleteLabel: label = "WHITE"
        case .missingRecipients: (label, names) = (TrafficLight.amber.name, [])
        case .redToGroup: (label, names) = (TrafficLight.red.name, ["group:everybody"])
        default: break
        }
        alert.member("tlp", label)
        if fault == .duplicateMember { alert.member("tlp", TrafficLight.clear.name) }
        if fault == .emptyRecipients {
            alert.name("recipients")
            alert.array { _ in }
        } else {
            alert.strings("recipients", names)
        }
    }

    private func writeAssessment(to alert: inout JSONWriter) {
        if let evaluation {
            alert.name("evaluation")
            alert.object { object in
                object.member("scheme", evaluation.scheme)
                object.member("source", evaluation.source)
                object.member("information", evaluation.information)
                object.member(optional: "handling", evaluation.handling)
            }
        }
        alert.member(optional: "urgency", urgency)
        alert.member(optional: "severity", severity)
        alert.member(optional: "certainty", certainty)
        guard !texts.isEmpty else { return }
        alert.name("text")
        alert.array { list in
            for text in texts {
                list.object { object in
                    object.member("language", text.language)
                    object.member("headline", text.headline)
                    if !text.narrative.isEmpty { object.member("narrative", text.narrative) }
                }
            }
        }
    }

    /// The day of a time in UTC, as a date.
    static func date(_ milliseconds: Int64) -> String {
        String(InternetTime.text(milliseconds: milliseconds).prefix(10))
    }
}

extension JSONWriter {
    /// Writes a member unless its value is nil.
    mutating func member(optional name: String, _ value: String?) {
        if let value { member(name, value) }
    }

    /// Writes a list of strings unless it is empty.
    mutating func strings(_ name: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        self.name(name)
        array { list in for value in values { list.string(value) } }
    }

    /// Writes a number of thousandths as a decimal fraction without trailing zeros.
    mutating func thousandths(_ name: String, _ value: Int) {
        self.name(name)
        let (whole, rest) = value.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return integer(whole) }
        var digits = String(1000 + rest).dropFirst()
        while digits.hasSuffix("0") { digits = digits.dropLast() }
        raw("\(whole).\(digits)".utf8)
    }
}
