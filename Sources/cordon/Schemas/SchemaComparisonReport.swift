import CommandLine
import JSONDocument
import JSONSchema

/// The answer about two versions, for people and for programs.
struct SchemaComparisonReport {
    let old: KnownSchema
    let new: KnownSchema
    let direction: SchemaCompatibility.Direction
    let answer: SchemaCompatibility.Answer

    /// What is asked, as a sentence that may be true.
    private var claim: String {
        switch direction {
        case .backward: "\(new.name) accepts whatever \(old.name) accepts"
        case .forward: "\(old.name) accepts whatever \(new.name) accepts"
        case .full: "\(old.name) and \(new.name) accept the same documents"
        }
    }

    /// The counter-example as the schema that accepts it would have it: naming its own version.
    private func document(_ example: CounterExample) -> String {
        guard example.acceptedBy == .new, old.uri != new.uri else { return example.document }
        return example.document.replacing("\"\(old.uri)\"", with: "\"\(new.uri)\"")
    }

    /// Some lines of text.
    var text: String {
        switch answer {
        case .compatible: return "compatible: \(claim)"
        case .undecided(let undecided):
            return """
                undecided: whether \(claim)
                  because of \(undecided)
                  which counts as incompatible; --replay judges alerts that were kept
                """
        case .incompatible(let example):
            let (accepting, refusing) = example.acceptedBy == .old ? (old, new) : (new, old)
            var lines = ["incompatible: \(accepting.name) accepts this document, and \(refusing.name) refuses it:"]
            lines.append(document(example))
            for finding in example.findings {
                let place = finding.instanceLocation.tokens.isEmpty ? "the root" : "\(finding.instanceLocation)"
                lines.append("  at \(place): \(finding.message) (\(finding.absoluteKeywordLocation))")
            }
            return lines.joined(separator: "\n")
        }
    }

    /// One line of JSON.
    var json: String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("old", old.uri)
            object.member("new", new.uri)
            object.member("mode", direction.rawValue)
            switch answer {
            case .compatible: object.member("answer", "compatible")
            case .undecided(let undecided):
                object.member("answer", "undecided")
                object.member("keyword", undecided.keyword)
                if let location = undecided.location { object.member("location", location) }
                object.member("reason", undecided.reason)
            case .incompatible(let example):
                object.member("answer", "incompatible")
                object.member("acceptedBy", example.acceptedBy.rawValue)
                object.name("document")
                object.raw(document(example).utf8)
                object.name("refusal")
                object.verdict(example.findings, in: .basic)
            }
        }
        return writer.text
    }
}
