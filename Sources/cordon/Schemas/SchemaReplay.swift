import AlertModel
import CommandLine
import Foundation
import JSONDocument
import JSONSchema

/// Judges alerts that were kept by a schema that is not served yet, as if they named it.
struct SchemaReplay {
    static let flag = Flag<FileArgument?>(
        "replay", value: "FILE",
        help:
            "Judge the alerts of this file of JSON Lines, or of a hub's data directory, by the newest schema."
    )
    /// Refusals shown; the rest is counted.
    private static let refusalsShownMax = 100

    private let candidate: KnownSchema
    private let schema: CompiledSchema

    init(_ candidate: KnownSchema, options: SchemaOptions) throws(CommandFailure) {
        self.candidate = candidate
        schema = try candidate.compile(options: options)
    }

    private struct Tally {
        var accepted = 0
        var refused = 0
        /// Alerts of other schemas.
        var others = 0
    }

    /// Judges the alerts of a file or folder and says what is refused; true where nothing is.
    func judge(_ argument: FileArgument, _ console: Console) async throws -> Bool {
        var tally = Tally()
        var document = JSONDocument(limits: JSONLimits(bytesMax: JSONLimits.bytesMaxCeiling))
        var validator = SchemaValidator()
        try await RetainedAlerts(argument).forEach { naming, bytes in
            guard let renamed = renamed(bytes) else {
                tally.others += 1
                return
            }
            let findings: [Finding]
            do throws(JSONSyntaxError) {
                findings = validator.findings(try document.parse(renamed.bytes), against: schema, max: 8)
            } catch {
                findings = [Finding(error)]
            }
            if findings.isEmpty {
                tally.accepted += 1
                return
            }
            tally.refused += 1
            guard tally.refused <= Self.refusalsShownMax else { return }
            for finding in findings {
                let pointer = finding.instanceLocation.tokens.isEmpty ? "the root" : "\(finding.instanceLocation)"
                let position = bytes.withUnsafeBytes {
                    JSONTextPosition(ofByte: renamed.originalOffset(finding.byteOffset), in: $0)
                }
                try console.print("\(naming(position)): \(finding.message) (\(finding.code) at \(pointer))")
            }
        }
        if tally.accepted + tally.refused + tally.others == 0 {
            throw CommandFailure(.noInput, "there is no alert to replay in \(argument.path)")
        }
        let others = tally.others == 0 ? "" : "; \(tally.others) of other schemas were passed over"
        console.note("replayed by \(candidate.name): \(tally.accepted) accepted, \(tally.refused) refused\(others)")
        return tally.refused == 0
    }

    /// An alert that names the candidate.
    private struct Renamed {
        let bytes: [UInt8]
        /// From here on the bytes are those of the alert, so many further back.
        var from = 0
        var added = 0

        func originalOffset(_ offset: Int) -> Int { offset < from ? offset : offset - added }
    }

    /// An alert that names the candidate in place of another version of it; nil where it names another schema.
    private func renamed(_ bytes: [UInt8]) -> Renamed? {
        guard let family = candidate.version?.family,
            let document = try? JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytes.count)),
            let name = document.root["schema"], let text = name.string
        else { return Renamed(bytes: bytes) }
        guard let version = VersionedSchemaURI(text), version.family == family else { return nil }
        let range = name.byteRange
        let own = Array("\"\(candidate.uri)\"".utf8)
        return Renamed(
            bytes: Array(bytes[..<range.lowerBound]) + own + bytes[range.upperBound...],
            from: range.lowerBound + own.count, added: own.count - range.count)
    }
}
