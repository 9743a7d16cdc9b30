internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import Trust

extension HubCore {
    /// The subscriptions that an alert goes to: those that ask for it, and with an update or a cancellation those that
    /// got what it refers to, whatever they ask for now.
    mutating func matches(
        _ topics: [Topic], _ root: JSONNode, following references: [DeliveryRecord], _ now: HubTime
    ) -> [PendingAlert.Match] {
        var matches = matcher.match(topics, root)
        spend(on: root, now)
        guard !references.isEmpty else { return matches }
        var places: [SubscriptionKey: Int] = [:]
        for (place, match) in matches.enumerated() { places[match.subscription] = place }
        var document = JSONDocument(limits: JSONLimits(bytesMax: ProtocolLimits.alertBytesMax))
        for reference in references {
            guard let tape = try? document.parse(Array(reference.entry.body)) else { continue }
            let asking = matcher.asking(for: reference.facts.topics, tape.root)
            for key in asking where subscriptions[key]!.askedTheSame(at: reference.position) {
                if let place = places[key] {
                    matches[place].originals.append(reference)
                } else {
                    places[key] = matches.count
                    matches.append(
                        .init(
                            subscription: key, reason: .followUp, originals: [reference], matched: matcher.matched(key))
                    )
                }
            }
            spend(on: tape.root, now)
            leaveChangedToLog(following: reference)
        }
        return matches
    }

    /// Subscriptions that asked for something else when an alert was recorded: whether they got it takes the evaluator.
    /// They get what is underway from the log, whose reader finds out, and are matched for again behind that.
    private mutating func leaveChangedToLog(following reference: DeliveryRecord) {
        for key in matcher.changed {
            let subscription = subscriptions[key]!
            guard reference.position >= subscription.begin, reference.position < subscription.terms.since,
                subscription.terms(at: reference.position).wants(topics: reference.facts.topics)
            else { continue }
            leaveToLog(key, before: nextPosition.next)
        }
    }

    /// From here on a subscription reads from the log, at least up to a position.
    private mutating func leaveToLog(_ key: SubscriptionKey, before position: Position) {
        guard let attachment = subscriptions[key]?.attachment else { return }
        subscriptions[key]!.attachment!.matchedFrom = max(attachment.matchedFrom, position)
        guard attachment.mode == .live else { return }
        subscriptions[key]!.attachment!.next = head.next
        setMode(.replaying(isReading: false), of: key)
    }

    // MARK: Dear rules

    /// Whether a subscription is never matched for on the hub's own thread, but always read for.
    func isLeftToLog(_ terms: SubscriptionTerms, steps: Int, of principal: String, _ now: HubTime) -> Bool {
        // To find the conditions that decided takes far longer than to match.
        if terms.options.contains(.reasons), !terms.rules.isEmpty { return true }
        return steps > 0 && stepBudget.isDear(principal, now)
    }

    /// Counts what the evaluator took over an alert. Where that is more than the hub's thread has to give, the rules of
    /// those who took most are left to the log.
    private mutating func spend(on root: JSONNode, _ now: HubTime) {
        let steps = matcher.stepsTaken
        let isCut = matcher.isCut
        guard steps > 0, !stepBudget.spend(steps, now) || isCut else { return }
        let leaving = min(steps / 2, HubLimits.evaluatedStepsLeftMax)
        for principal in matcher.dearest(on: root, leaving: leaving) {
            stepBudget.setDear(principal, now)
            let keys = matcher.evaluated(of: principal)
            for key in keys {
                matcher.leaveToLog(key)
                leaveToLog(key, before: Subscription.Attachment.never)
            }
            actions.dearRules.append(
                .init(
                    principal: principal, steps: steps,
                    subscriptions: keys.map { subscriptions[$0]?.name?.name ?? "live" }))
        }
        if isCut {
            // Whoever has rules and is not dear reads this alert from the log.
            for key in matcher.ruled { leaveToLog(key, before: nextPosition.next) }
        }
        stepBudget.refill(now)
    }
}

extension Subscription {
    /// Whether it was to get what was recorded at a position, and asked for the same then as now.
    fileprivate func askedTheSame(at position: Position) -> Bool {
        position >= begin && (position >= terms.since || earlierTerms.isEmpty)
    }
}
