extension ProtocolErrorCode {
    /// What the registry says of one code.
    public struct Registration: Hashable, Sendable {
        /// The code.
        public let code: ProtocolErrorCode
        /// The name in the specification: `bad-frame`.
        public let name: String
        /// When to send the same thing again.
        public let retry: RetryClass
        /// What happened, in one sentence.
        public let meaning: String

        init(_ code: ProtocolErrorCode, _ name: String, _ retry: RetryClass, _ meaning: String) {
            self.code = code
            self.name = name
            self.retry = retry
            self.meaning = meaning
        }
    }

    /// The registry, in the order of the numbers.
    public static let registry: [Registration] =
        sessionRegistrations + rightsRegistrations + publishingRegistrations + subscribingRegistrations

    private static let byCode = Dictionary(uniqueKeysWithValues: registry.map { ($0.code, $0) })
    private static let byName = Dictionary(uniqueKeysWithValues: registry.map { ($0.name, $0.code) })

    /// The code's line of the registry.
    public var registration: Registration {
        // A test proves that the registry has a line for every case.
        Self.byCode[self] ?? Registration(self, "unregistered", .later, "The code has no line in the registry.")
    }

    /// The name in the specification: `bad-frame`.
    public var name: String { registration.name }

    /// When to send the same thing again.
    public var retry: RetryClass { registration.retry }

    /// The code of this name, nil where the registry has none.
    public init?(name: String) {
        guard let code = Self.byName[name] else { return nil }
        self = code
    }
}

extension ProtocolErrorCode {
    private static let sessionRegistrations: [Registration] = [
        Registration(.badFrame, "bad-frame", .never, "A message does not follow the grammar of its command."),
        Registration(
            .unexpectedCommand, "unexpected-command", .never,
            "The command is not one that a hub takes, or not in this state."),
        Registration(
            .versionUnsupported, "version-unsupported", .afterChange,
            "No version of the protocol is common to both ends."),
        Registration(.unknownSession, "unknown-session", .now, "There is no session for this connection: say HELLO."),
        Registration(
            .sessionReplaced, "session-replaced", .now,
            "Another connection took over the routing id: say HELLO."),
        Registration(.creditViolation, "credit-violation", .never, "A CREDIT takes back what an earlier one granted."),
        Registration(
            .rateExceeded, "rate-exceeded", .later,
            "The client sends more control commands a second than the hub allows."),
        Registration(.silent, "silent", .now, "Nothing came from the client for too long, so the session ended."),
        Registration(.draining, "draining", .later, "The hub is shutting down and takes nothing new."),
        Registration(.overloaded, "overloaded", .later, "The hub has no room for the command now."),
        Registration(.internalError, "internal", .later, "The hub failed in a way that is no fault of the client."),
        Registration(.unknownVerb, "unknown-verb", .never, "The hub knows no request of this name."),
        Registration(.badArgument, "bad-argument", .never, "The argument of a request is not what its verb takes."),
    ]

    private static let rightsRegistrations: [Registration] = [
        Registration(
            .unauthenticated, "unauthenticated", .afterChange,
            "The connection's key belongs to no principal of the directory. Reserved."),
        Registration(.revoked, "revoked", .afterChange, "The key or its principal has been revoked."),
        Registration(.notAllowedToPublish, "not-allowed-to-publish", .afterChange, "The principal may not publish."),
        Registration(
            .originNotAllowed, "origin-not-allowed", .afterChange,
            "The principal may not publish for the alert's origin."),
        Registration(.topicNotAllowed, "topic-not-allowed", .afterChange, "The principal has no right to the topic."),
        Registration(
            .notAllowedToSubscribe, "not-allowed-to-subscribe", .afterChange,
            "The principal may not subscribe."),
        Registration(
            .requestNotAllowed, "request-not-allowed", .afterChange,
            "The principal may not make this request. Reserved."),
    ]

    private static let publishingRegistrations: [Registration] = [
        Registration(.syntaxRefused, "syntax-refused", .never, "The alert is not well-formed JSON in UTF-8."),
        Registration(.schemaRefused, "schema-refused", .never, "The alert does not satisfy its schema."),
        Registration(
            .schemaUnknown, "schema-unknown", .afterChange,
            "The hub has no schema of the name that the alert gives."),
        Registration(.codeListRefused, "code-list-refused", .never, "A code or a check digit in the alert is wrong."),
        Registration(
            .lifeCycleRefused, "life-cycle-refused", .never,
            "The alert's message type, references or times break the rules of the life cycle."),
        Registration(
            .handlingRefused, "handling-refused", .never,
            "The alert's marking, recipients or evaluation break the rules of handling."),
        Registration(
            .nominalDataRefused, "nominal-data-refused", .never,
            "The open part of the alert holds data of natural persons."),
        Registration(.expired, "expired", .never, "The alert had expired before it was published."),
        Registration(
            .idConflict, "id-conflict", .never,
            "An alert of the same origin and id but with other bytes is in the log."),
        Registration(.tooLarge, "too-large", .never, "The alert or its signature is longer than the hub takes."),
        Registration(
            .batchTooLarge, "batch-too-large", .never,
            "The PUBLISH holds more alerts or bytes than the hub takes at once."),
        Registration(
            .windowExceeded, "window-exceeded", .later,
            "More alerts or bytes await their receipt than the hub granted."),
        Registration(
            .publishIDNotIncreasing, "publish-id-not-increasing", .never,
            "The publish id is not greater than every earlier one of the session."),
        Registration(
            .signatureRequired, "signature-required", .afterChange, "The alert must be signed by its origin. Reserved."),
        Registration(
            .signatureRefused, "signature-refused", .never, "The signature does not match the alert. Reserved."),
        Registration(
            .signerUnknown, "signer-unknown", .afterChange, "No valid key of the origin made the signature. Reserved."),
        Registration(.journalFailed, "journal-failed", .later, "The hub could not make the alert durable."),
    ]

    private static let subscribingRegistrations: [Registration] = [
        Registration(
            .unknownSubscription, "unknown-subscription", .never,
            "The session has no subscription of this tag."),
        Registration(.badTopicPattern, "bad-topic-pattern", .never, "A topic pattern is malformed."),
        Registration(.badRule, "bad-rule", .never, "The rule does not compile."),
        Registration(
            .ruleTooCostly, "rule-too-costly", .never,
            "The rule may cost more to evaluate than the hub allows."),
        Registration(.trimmed, "trimmed", .never, "The position lies before the earliest one that the hub keeps."),
        Registration(
            .epochChanged, "epoch-changed", .never,
            "The log is another one than that which the client knows."),
        Registration(
            .positionInFuture, "position-in-future", .never,
            "The position lies after the log's head, or was never delivered."),
        Registration(
            .subscriptionLimit, "subscription-limit", .afterChange,
            "The session has as many subscriptions as the hub allows."),
        Registration(.nameTaken, "name-taken", .later, "The durable subscription is open in another session."),
        Registration(.tagTaken, "tag-taken", .never, "The session has a subscription of this tag already."),
        Registration(.notDurable, "not-durable", .never, "The subscription is live: it has no cursor to move."),
    ]
}
