internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import Trust

// The alert as each module of the hub wants to see it: one place for all translations.

extension ReleaseFacts {
    /// What the release decision looks at.
    init(_ alert: AlertSummary, sender: PrincipalName) {
        self.init(
            topics: alert.topics, label: alert.tlp, recipients: alert.recipients, status: alert.status,
            expires: alert.expires, isCancel: alert.messageType == .cancel, origin: alert.origin, sender: sender)
    }
}

extension AdmissionFacts {
    /// What the admission decision looks at.
    init(_ alert: AlertSummary) {
        self.init(
            topics: alert.topics, origin: alert.origin, messageType: alert.messageType, status: alert.status,
            referencedOrigins: alert.messageType == .alert ? [] : alert.references.map(\.origin))
    }
}

extension RecordHeader {
    /// The header of an alert that is being admitted.
    init(_ alert: AlertSummary, position: UInt64, epoch: UInt128, acceptedAt: UInt64, sender: Principal) {
        self.init(
            position: position, epoch: epoch, acceptedAt: acceptedAt, alertID: alert.id.bits,
            messageType: MessageType(alert.messageType), kind: alert.kind.rawValue,
            senderMember: sender.member.description, senderPrincipal: sender.name.local.description,
            origin: alert.origin.description, topics: alert.topics.map(\.description),
            warnings: alert.warnings.map { Warning(code: $0.code, pointer: $0.pointer, sentence: $0.message) })
    }
}

extension RecordHeader.MessageType {
    init(_ type: AlertModel.MessageType) {
        switch type {
        case .alert: self = .alert
        case .update: self = .update
        case .cancel: self = .cancel
        }
    }
}

extension AlertIdentifier {
    /// The identifier as a number, the most significant byte first.
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }
}

extension RecordIdentifier {
    /// What makes an alert the same alert: whose it is, and its id there.
    init(_ reference: AlertReference) {
        // The name of a member has 1 to 16 bytes and no zero.
        self.init(
            idHigh: reference.id.high, idLow: reference.id.low, origin: reference.origin.description.utf8)!
    }

    /// The identifier of a recorded alert; nil for any other entry, and for a header that cannot be read.
    init?(_ entry: JournalEntry) {
        guard entry.kind == .alert, let header = entry.recordHeader else { return nil }
        self.init(
            idHigh: UInt64(truncatingIfNeeded: header.alertID >> 64), idLow: UInt64(truncatingIfNeeded: header.alertID),
            origin: Array(header.origin.utf8))
    }
}

extension JournalEntry {
    /// The header of a recorded alert, nil where it cannot be read.
    var recordHeader: RecordHeader? {
        withUnsafeParts { header, _, _ in try? RecordHeader(decoding: header) }
    }
}

extension Position {
    /// Eight bytes, the most significant first: how a cursor lies in the log.
    var bytes: [UInt8] { withUnsafeBytes(of: rawValue.bigEndian) { Array($0) } }

    /// Reads eight bytes, the most significant first; nil for any other number of them.
    init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 8 else { return nil }
        self.init(bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }
}

extension Epoch {
    /// The epoch as it travels.
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }
}

extension ProtocolErrorCode {
    /// The code that tells a publisher which right is missing.
    init(_ refusal: AdmissionRefusal) {
        switch refusal {
        case .notAllowedToPublish: self = .notAllowedToPublish
        case .originNotAllowed: self = .originNotAllowed
        case .notAllowedTopic: self = .topicNotAllowed
        case .notOriginator: self = .originNotAllowed
        }
    }

    /// The code that tells a publisher what kind of fault an alert has: that of its first error.
    init(_ refusal: AlertRefusal) {
        let finding = refusal.findings.first { $0.severity == .error }
        let code = finding?.code ?? ""
        switch code {
        case "schema.unknown": self = .schemaUnknown
        case "life-cycle.expired": self = .expired
        case "nominal-data": self = .nominalDataRefused
        case _ where Self.handlingMembers.contains(finding?.pointer.split(separator: "/").first ?? ""):
            self = .handlingRefused
        default: self = Self.code(ofFindings: code.prefix { $0 != "." })
        }
    }

    /// The members of an alert that say how it is to be handled.
    private static let handlingMembers: Set<Substring> = ["tlp", "recipients", "evaluation"]

    private static func code(ofFindings kind: Substring) -> ProtocolErrorCode {
        switch kind {
        case "json": .syntaxRefused
        case "code", "check-digit": .codeListRefused
        case "life-cycle": .lifeCycleRefused
        default: .schemaRefused
        }
    }
}

extension HubCore {
    /// Why a principal may not publish an alert, nil where it may.
    func admissionRefusal(of alert: AlertSummary, by principal: Principal) -> AdmissionRefusal? {
        AdmissionPolicy.refusal(of: AdmissionFacts(alert), by: principal, in: directory)
    }
}
