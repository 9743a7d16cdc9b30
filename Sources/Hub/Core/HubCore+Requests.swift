internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import Trust

extension HubCore {
    /// Answers a request: `status` for anybody, `refusals` of one's own, `sessions` and `subscriptions` for operators
    /// and, as far as they are one's own, for everybody else.
    mutating func request(
        _ request: Request, argument: UnsafeRawBufferPointer?, from key: SessionKey, _ now: HubTime
    ) {
        let principal = sessions[key]!.principal
        let isOperator = principal.entry.roles.contains(.operator)
        let own = isOperator ? nil : principal.name.description
        var writer = JSONWriter()
        switch request.verb {
        case "status": writeStatus(to: &writer, now)
        case "refusals":
            guard let limit = Self.limit(argument) else { return refuse(request, .badArgument, key) }
            writeRefusals(to: &writer, limit: limit, sender: own)
        case "sessions": writeSessions(to: &writer, own: own)
        case "subscriptions": writeSubscriptions(to: &writer, own: own)
        default: return refuse(request, .unknownVerb, key)
        }
        let answer = writer.bytes
        guard answer.count <= ProtocolLimits.responseBytesMax else { return refuse(request, .overloaded, key) }
        reply(to: key, attachment: answer) { Response(id: request.id).encode(into: &$0) }
    }

    private mutating func refuse(_ request: Request, _ code: ProtocolErrorCode, _ key: SessionKey) {
        reply(to: key) {
            Refusal(code: code, command: .request, reference: UInt64(request.id)).encode(into: &$0)
        }
    }

    private static let limitDefault = 20
    private static let limitMax = 500

    /// The `limit` of an argument; nil where the argument is not understood.
    private static func limit(_ argument: UnsafeRawBufferPointer?) -> Int? {
        guard let argument, !argument.isEmpty else { return limitDefault }
        guard let document = try? JSONDocument(parsing: Array(argument)), document.root.kind == .object else {
            return nil
        }
        guard let limit = document.root["limit"] else { return limitDefault }
        return limit.integer.flatMap { (1...Int64(limitMax)).contains($0) ? Int($0) : nil }
    }

    private func writeStatus(to writer: inout JSONWriter, _ now: HubTime) {
        writer.object {
            $0.member("hub", identity.hubID)
            $0.member("state", journalFailure != nil ? "failed" : isDraining ? "draining" : "serving")
            if let journalFailure { $0.member("reason", journalFailure) }
            $0.member("time", now.wall)
            $0.member("epoch", identity.epoch.description)
            $0.member("first", first.rawValue)
            $0.member("head", head.rawValue)
            $0.member("pending", pending.count)
            $0.member("sessions", sessions.count)
            $0.member("subscriptions", subscriptions.count)
            $0.member("behind", behindCount)
            $0.member("away", subscriptions.keys.count { subscriptions[$0]?.attachment == nil })
            $0.member("furthestBehind", subscriptions.keys.map { lag(of: $0) }.max() ?? 0)
            $0.member("directoryRevision", directory.revision)
            $0.name("alerts")
            $0.object {
                $0.member("accepted", counts.accepted)
                $0.member("duplicates", counts.duplicates)
                $0.member("refused", counts.refused)
                $0.member("delivered", counts.delivered)
                $0.member("skipped", counts.skipped)
            }
            $0.name("refused")
            $0.object { object in
                for (code, count) in refusals.counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    object.member(code.name, count)
                }
            }
            $0.name("withheld")
            $0.object { object in
                for (reason, count) in counts.withheld.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    object.member(reason.rawValue, count)
                }
            }
            services(to: &$0)
        }
    }

    /// What the hub's surroundings say of themselves: set before each turn by the owner.
    private func services(to writer: inout JSONWriter) {
        writer.name("journal")
        writer.object {
            $0.member("commits", environment.commits)
            $0.member("syncedBytes", environment.committedBytes)
            $0.member("commitMicrosecondsMax", environment.commitMicrosecondsMax)
            $0.member("indexLag", environment.indexLag)
        }
        writer.member("connections", environment.connections)
    }

    /// How many positions a subscription has before it: behind its cursor where it is durable, behind what it was shown
    /// where it is live.
    private func lag(of key: SubscriptionKey) -> UInt64 {
        guard let subscription = subscriptions[key] else { return 0 }
        var seen = subscription.cursor
        if !subscription.isDurable, let attachment = subscription.attachment {
            seen = attachment.mode == .live ? head : attachment.next.previous
        }
        return head.rawValue - min(head.rawValue, seen.rawValue)
    }

    private var behindCount: Int {
        subscriptions.keys.count { key in
            guard let attachment = subscriptions[key]?.attachment else { return false }
            return attachment.mode != .live && !attachment.hasCaughtUp(with: head)
        }
    }

    private func writeRefusals(to writer: inout JSONWriter, limit: Int, sender: String?) {
        writer.array { list in
            for entry in refusals.latest(limit, sender: sender) {
                list.object {
                    $0.member("time", entry.time)
                    $0.member("sender", entry.sender)
                    $0.member("publishID", entry.publishID)
                    if !entry.alertID.isEmpty { $0.member("id", entry.alertID) }
                    $0.member("code", entry.code.name)
                    $0.name("findings")
                    $0.raw(entry.findings.isEmpty ? Array("[]".utf8) : entry.findings)
                }
            }
        }
    }

    private func writeSessions(to writer: inout JSONWriter, own: String?) {
        writer.array { list in
            for key in sessions.keys {
                guard let peer = sessions[key], own == nil || own == peer.principal.name.description else { continue }
                list.object {
                    $0.member("principal", peer.principal.name.description)
                    $0.member("since", peer.since)
                    $0.member("isOpen", peer.link.isOpen)
                    $0.member("subscriptions", peer.subscriptions.count)
                    $0.member("accepted", peer.counts.accepted)
                    $0.member("duplicates", peer.counts.duplicates)
                    $0.member("refused", peer.counts.refused)
                    $0.member("delivered", peer.counts.delivered)
                }
            }
        }
    }

    private func writeSubscriptions(to writer: inout JSONWriter, own: String?) {
        writer.array { list in
            for key in subscriptions.keys {
                guard let subscription = subscriptions[key], own == nil || own == subscription.principal else {
                    continue
                }
                list.object {
                    $0.member("principal", subscription.principal)
                    $0.member("name", subscription.name?.name ?? "")
                    $0.name("topics")
                    $0.array { topics in
                        for pattern in subscription.terms.patterns { topics.string(pattern.description) }
                    }
                    $0.member("rule", subscription.terms.ruleText)
                    $0.member("cursor", subscription.cursor.rawValue)
                    $0.member("lag", lag(of: key))
                    $0.member("mode", subscription.modeName(head))
                    $0.member("delivered", subscription.counts.delivered)
                    $0.member("withheld", subscription.counts.withheld)
                    $0.member("skipped", subscription.counts.skipped)
                }
            }
        }
    }
}

extension Subscription {
    /// How it is served, in a word for operators.
    fileprivate func modeName(_ head: Position) -> String {
        guard let attachment else { return "away" }
        if attachment.mode == .live { return "live" }
        return attachment.hasCaughtUp(with: head) ? "from-log" : "catching-up"
    }
}

extension Subscription.Attachment {
    /// Whether it reads from the log and has all that is in it.
    fileprivate func hasCaughtUp(with head: Position) -> Bool { isLeftToLog && next > head }
}
