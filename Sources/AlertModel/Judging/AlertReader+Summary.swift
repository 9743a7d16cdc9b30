internal import JSONDocument

extension AlertReader {
    /// Sums up an alert in which nothing is wrong; nil where a member is missing or cannot be read, which the schema
    /// does not let through.
    mutating func summary() -> AlertSummary? {
        guard let id = identifier(alert[.id]), let origin = member(alert[.origin]), let sent = time(alert[.sent]),
            let kind = text(alert[.kind]).flatMap({ AlertKind($0) }),
            let messageType = text(alert[.messageType]).flatMap({ MessageType($0) }),
            let status = text(alert[.status]).flatMap({ AlertStatus($0) }),
            let tlp = text(alert[.tlp]).flatMap({ TrafficLight($0) })
        else { return nil }
        // A time that the schema let through and nobody here can read must not count as absent.
        for field in [AlertField.effective, .expires, .reviewBy] where alert[field] != nil && time(alert[field]) == nil
        {
            return nil
        }
        return AlertSummary(
            id: id, kind: kind, origin: origin, messageType: messageType, status: status, tlp: tlp, sent: sent,
            effective: time(alert[.effective]), expires: time(alert[.expires]), reviewBy: time(alert[.reviewBy]),
            topics: topics, recipients: recipients, references: references,
            warnings: issues.isEmpty ? [] : issues.map { AlertFinding($0, in: tape, lists: lists) })
    }
}
