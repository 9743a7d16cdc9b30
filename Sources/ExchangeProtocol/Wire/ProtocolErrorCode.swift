/// Why a hub refuses something: the registry of CXP/1's error codes.
///
/// Numbers are never given a second meaning. A peer may send a code that this version does not know, so decoded
/// messages keep the number. docs/protocol.md lists the same table; a test holds the two equal.
public enum ProtocolErrorCode: UInt16, CaseIterable, Sendable {
    // Sessions and frames

    /// A message does not follow the grammar of its command.
    case badFrame = 101
    /// The command is not one that a hub takes, or not in this state.
    case unexpectedCommand = 102
    /// No version of the protocol is common to both ends.
    case versionUnsupported = 103
    /// There is no session for this connection: say HELLO.
    case unknownSession = 104
    /// Another connection took over the routing id: say HELLO.
    case sessionReplaced = 105
    /// A CREDIT takes back what an earlier one granted.
    case creditViolation = 106
    /// The client sends more control commands a second than the hub allows.
    case rateExceeded = 107
    /// Nothing came from the client for too long, so the session ended.
    case silent = 108
    /// The hub is shutting down and takes nothing new.
    case draining = 109
    /// The hub has no room for the command now.
    case overloaded = 110
    /// The hub failed in a way that is no fault of the client.
    case internalError = 111
    /// The hub knows no request of this name.
    case unknownVerb = 112
    /// The argument of a request is not what its verb takes.
    case badArgument = 113

    // Identity and rights

    /// The connection's key belongs to no principal of the directory.
    case unauthenticated = 201
    /// The key or its principal has been revoked.
    case revoked = 202
    /// The principal may not publish.
    case notAllowedToPublish = 203
    /// The principal may not publish for the alert's origin.
    case originNotAllowed = 204
    /// The principal has no right to the topic.
    case topicNotAllowed = 205
    /// The principal may not subscribe.
    case notAllowedToSubscribe = 206
    /// The principal may not make this request.
    case requestNotAllowed = 207

    // Publishing

    /// The alert is not well-formed JSON in UTF-8.
    case syntaxRefused = 301
    /// The alert does not satisfy its schema.
    case schemaRefused = 302
    /// The hub has no schema of the name that the alert gives.
    case schemaUnknown = 303
    /// A code or a check digit in the alert is wrong.
    case codeListRefused = 304
    /// The alert's message type, references or times break the rules of the life cycle.
    case lifeCycleRefused = 305
    /// The alert's marking, recipients or evaluation break the rules of handling.
    case handlingRefused = 306
    /// The open part of the alert holds data of natural persons.
    case nominalDataRefused = 307
    /// The alert had expired before it was published.
    case expired = 308
    /// An alert of the same origin and id but with other bytes is in the log.
    case idConflict = 309
    /// The alert or its signature is longer than the hub takes.
    case tooLarge = 310
    /// The PUBLISH holds more alerts or bytes than the hub takes at once.
    case batchTooLarge = 311
    /// More alerts or bytes await their receipt than the hub granted.
    case windowExceeded = 312
    /// The publish id is not greater than every earlier one of the session.
    case publishIDNotIncreasing = 313
    /// The alert must be signed by its origin.
    case signatureRequired = 314
    /// The signature does not match the alert.
    case signatureRefused = 315
    /// No valid key of the origin made the signature.
    case signerUnknown = 316
    /// The hub could not make the alert durable.
    case journalFailed = 317

    // Subscribing

    /// The session has no subscription of this tag.
    case unknownSubscription = 401
    /// A topic pattern is malformed.
    case badTopicPattern = 402
    /// The rule does not compile.
    case badRule = 403
    /// The rule may cost more to evaluate than the hub allows.
    case ruleTooCostly = 404
    /// The position lies before the earliest one that the hub keeps.
    case trimmed = 405
    /// The log is another one than that which the client knows.
    case epochChanged = 406
    /// The position lies after the log's head, or was never delivered.
    case positionInFuture = 407
    /// The session has as many subscriptions as the hub allows.
    case subscriptionLimit = 408
    /// The durable subscription is open in another session.
    case nameTaken = 409
    /// The session has a subscription of this tag already.
    case tagTaken = 410
    /// The subscription is live: it has no cursor to move.
    case notDurable = 411
}
