internal import JSONDocument

extension AlertReader {
    // The date of an event has no time zone: the day may be that of a zone ahead of UTC.
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Judges the order of times.
    mutating func checkTimes(now: Int64?, sentAheadMax: Int64) {
        if let now {
            if let sent, sent > now &+ sentAheadMax { report(.sentInFuture, at: alert[.sent]) }
            // An alert that ended before it was sent has a fault of its own, reported below.
            if let expires, expires <= now, expires > (sent ?? .min) { report(.expired, at: alert[.expires]) }
        }
        if let sent {
            if let expires, expires <= sent { report(.expiresBeforeSent, at: alert[.expires]) }
            if let reviewBy, reviewBy <= sent { report(.reviewBeforeSent, at: alert[.reviewBy]) }
            if let deadline = time(alert[.deadline]), deadline <= sent {
                report(.deadlineBeforeSent, at: alert[.deadline])
            }
            if let day = day(alert[.date]), day &* Self.dayMilliseconds > sent &+ Self.dayMilliseconds {
                report(.dateAfterSent, at: alert[.date])
            }
        }
        if let expires, let effective, expires <= effective {
            report(.expiresBeforeEffective, at: alert[.expires])
        }
        if let from = time(alert[.expectedFrom]), let until = time(alert[.expectedUntil]), until < from {
            report(.expectedUntilBeforeFrom, at: alert[.expectedUntil])
        }
        if let from = day(alert[.validFrom]), let until = day(alert[.validUntil]), until < from {
            report(.validUntilBeforeFrom, at: alert[.validUntil])
        }
    }

    private mutating func report(_ rule: AlertRule, at node: Int?) {
        if let node { report(rule, at: node, isWarning: false) }
    }

    /// Judges whom the references name. Feedback refers to alerts of others also where it is updated or cancelled.
    mutating func checkReferences(kind: AlertKind, origin: MemberIdentifier) {
        guard !references.isEmpty, let list = alert[.references] else { return }
        let mustBeOwn = messageType == .update || messageType == .cancel
        var hasOwn = false
        var node = elements(list).lowerBound
        for reference in references {
            if reference.origin == origin {
                hasOwn = true
                if reference.id == id { report(.selfReference, at: node) }
            } else if mustBeOwn, kind != .feedback {
                report(.foreignReference, at: node)
            }
            node = following(node)
        }
        if mustBeOwn, kind == .feedback, !hasOwn { report(.ownReferenceMissing, at: list) }
    }
}
