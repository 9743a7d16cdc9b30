internal import JSONDocument

extension AlertReader {
    /// Sums up an alert in which nothing is wrong; nil where a member is missing or cannot be read, which the schema
    /// does not let through.
    mutating func summary() -> AlertSummary? {
        guard let id, let origin, let sent, let kind, let messageType,
            let status = text(alert[.status]).flatMap({ AlertStatus($0) }),
            let tlp = text(alert[.tlp]).flatMap({ TrafficLight($0) })
        else { return nil }
        // A time that the schema let through and nobody here can read must not count as absent.
        guard (alert[.effective] == nil) == (effective == nil), (alert[.expires] == nil) == (expires == nil),
            (alert[.reviewBy] == nil) == (reviewBy == nil)
        else { return nil }
        return AlertSummary(
            id: id, kind: kind, origin: origin, messageType: messageType, status: status, tlp: tlp, sent: sent,
            effective: effective, expires: expires, reviewBy: reviewBy,
            topics: topics, recipients: recipients, references: references,
            warnings: issues.isEmpty ? [] : issues.map { AlertFinding($0, in: tape, lists: lists) })
    }
}
