public import JSONDocument
internal import JSONSchema

/// Judges alerts: reads the bytes once, holds them against their schema, checks codes and life cycle, and sums up what
/// the exchange needs to know.
///
/// Keeps the memory that takes, so use one judge for each thread, and use it again.
public struct AlertJudge: ~Copyable {
    /// The bounds that alerts are held to.
    public struct Options: Sendable {
        /// Largest alert, in bytes.
        public var alertBytesMax: Int
        /// Most findings reported for one alert.
        public var findingsMax: Int
        /// By how many milliseconds `sent` may lie ahead of the hub's clock.
        public var sentAheadMillisecondsMax: Int64

        /// Bounds, by default 64 KiB, 64 findings and five minutes.
        public init(
            alertBytesMax: Int = JSONLimits.alertBytesMax, findingsMax: Int = 64,
            sentAheadMillisecondsMax: Int64 = 300_000
        ) {
            self.alertBytesMax = alertBytesMax
            self.findingsMax = findingsMax
            self.sentAheadMillisecondsMax = sentAheadMillisecondsMax
        }
    }

    /// The schemas.
    public let schemas: AlertSchemaSet
    /// The code lists.
    public let lists: CodeLists
    /// The bounds.
    public let options: Options

    private var document: JSONDocument
    var validator = SchemaValidator()
    private let fields = AlertFieldTable.shared
    private let members = AlertMembers()

    /// A judge for one thread. Schemas and lists may be shared with others.
    public init(schemas: AlertSchemaSet, lists: CodeLists, options: Options = Options()) {
        self.schemas = schemas
        self.lists = lists
        self.options = options
        document = JSONDocument(limits: JSONLimits(bytesMax: options.alertBytesMax))
    }

    /// The tape of the alert judged last, for rules and search; valid until the next one is judged. Without nodes where
    /// the bytes were no JSON.
    public var tape: JSONTape { document.tape }

    /// Judges the bytes of an alert. Linear in their number.
    ///
    /// `now` is the time in milliseconds since 1970; without it nothing is too late or too early.
    public mutating func judge(_ bytes: UnsafeRawBufferPointer, now: Int64?) -> AlertVerdict {
        let tape: JSONTape
        do throws(JSONSyntaxError) {
            tape = try document.parse(bytes)
        } catch {
            return .refused(AlertRefusal(error))
        }
        var reader = AlertReader(tape, members, table: fields, lists: lists, issuesMax: options.findingsMax)
        let entry = reader.text(reader.alert[.schema]).flatMap { schemas.index(ofURI: $0) }
        let isValid = entry.map { validator.isValid(tape, against: schemas.entries[$0].schema) } ?? false
        reader.readAll(now: now, sentAheadMax: options.sentAheadMillisecondsMax)
        if isValid, !reader.hasErrors, let summary = reader.summary() { return .accepted(summary) }
        return .refused(refusal(of: &reader, by: entry.map { schemas.entries[$0] }, isValid: isValid))
    }

    /// Reads an alert that was accepted once, and judges nothing: schemas and lists may have changed since, and what was
    /// taken stays taken. Nil for bytes that are no alert.
    public mutating func readAccepted(_ bytes: UnsafeRawBufferPointer) -> AlertSummary? {
        guard let tape = try? document.parse(bytes) else { return nil }
        var reader = AlertReader(tape, members, table: fields, lists: lists, issuesMax: options.findingsMax)
        reader.readAll(now: nil, sentAheadMax: options.sentAheadMillisecondsMax)
        return reader.summary()
    }

    /// Judges the bytes of an alert held in an array.
    public mutating func judge(_ bytes: [UInt8], now: Int64?) -> AlertVerdict {
        bytes.withUnsafeBytes { judge($0, now: now) }
    }

    // MARK: Refusing

    private mutating func refusal(
        of reader: inout AlertReader, by entry: AlertSchemaSet.Entry?, isValid: Bool
    ) -> AlertRefusal {
        var findings = reader.issues.map { AlertFinding($0, in: reader.tape, lists: lists) }
        var isTruncated = reader.isTruncated
        if let entry {
            if !isValid { isTruncated = explain(entry, reader.tape, &findings) || isTruncated }
        } else {
            findings.append(unknownSchema(&reader))
            // The kind says which schema was most likely meant; what it finds about the schema's name is known.
            if let kind = reader.kind, let meant = schemas.latest(kind) {
                isTruncated = explain(meant, reader.tape, &findings, except: "/schema") || isTruncated
            }
        }
        if !findings.contains(where: { $0.severity == .error }) {
            findings.append(
                AlertFinding(
                    code: "schema.unreadable", severity: .error, at: reader.tape.root,
                    message:
                        "a member of the envelope passed its schema and yet cannot be read; use plain RFC 3339 times"))
        }
        findings.sort { $0.byteOffset < $1.byteOffset }
        if findings.count > options.findingsMax {
            isTruncated = true
            findings.removeLast(findings.count - options.findingsMax)
        }
        return AlertRefusal(
            findings: findings, isTruncated: isTruncated, id: reader.id, origin: reader.origin)
    }

    private func unknownSchema(_ reader: inout AlertReader) -> AlertFinding {
        let place = JSONNode(tape: reader.tape, index: reader.alert[.schema] ?? 0)
        if reader.tape.root.kind != .object {
            return AlertFinding(code: "schema.type", severity: .error, at: place, message: "an alert is a JSON object")
        }
        return AlertFinding(
            code: "schema.unknown", severity: .error, at: place,
            message: versionsServed(besides: place.string.flatMap { VersionedSchemaURI($0) })
                ?? "an alert must name its schema in the member schema; known are "
                + schemas.entries.map(\.uri).joined(separator: ", "))
    }

    /// For a version that is not served of a schema that is: the versions served.
    private func versionsServed(besides name: VersionedSchemaURI?) -> String? {
        let versions = schemas.entries.map(\.name).filter { $0.family == name?.family }.map(\.version.description)
        guard let name, !versions.isEmpty else { return nil }
        return "this version of the schema \(name.name) is not served here; served are "
            + versions.joined(separator: ", ")
    }
}
