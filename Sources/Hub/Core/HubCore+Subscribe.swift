internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import RuleLanguage
internal import Trust

extension HubCore {
    /// Opens a subscription, or says why not.
    mutating func subscribe(_ subscribe: Subscribe, from session: SessionKey, _ now: HubTime) {
        let peer = sessions[session]!
        guard peer.principal.entry.roles.contains(.desk) else {
            return refuse(subscribe, .notAllowedToSubscribe, "The principal does not have the role desk.", session)
        }
        if subscribe.epoch != 0, subscribe.epoch != identity.wireEpoch {
            return refuse(subscribe, .epochChanged, "The log has another epoch than the one named.", session)
        }
        do throws(TermsFailure) {
            _ = try SubscriptionTerms.patterns(of: subscribe, principal: peer.principal)
        } catch {
            return refuse(subscribe, error.code, error.text, session)
        }
        guard !subscribe.rule.isEmpty else { return self.subscribe(subscribe, .none, session, now) }
        let principal = peer.principal.name.description
        lastStamp += 1
        let request = RulesRequest(
            session: session, principal: principal, subscribe: subscribe, stamp: lastStamp, vocabulary: vocabulary)
        guard ruleIntake.add(request, listsMax: Int(settings.session.limits.subscriptionsMax), now) else {
            return refuse(subscribe, .overloaded, "The rules of as many subscriptions are being checked.", session)
        }
        sessions[session]!.lookUps[subscribe.tag] = lastStamp
        checkNextRules(of: principal)
    }

    private mutating func checkNextRules(of principal: String) {
        let next = ruleIntake.next(of: principal) { request in
            sessions[request.session]?.lookUps[request.subscribe.tag] != request.stamp
        }
        if let next { actions.readings.append(.rules(next)) }
    }

    /// The rules of a subscription were checked.
    mutating func rulesChecked(_ answer: RulesAnswer, _ now: HubTime) {
        ruleIntake.checked(answer)
        checkNextRules(of: answer.request.principal)
        if let answer = ruleIntake.take(answer, now) { takeIn(answer, now) }
    }

    /// Takes in rules that had to wait for their turn.
    mutating func takeInDueRules(_ now: HubTime) {
        for answer in ruleIntake.takeDue(now) { takeIn(answer, now) }
    }

    private mutating func takeIn(_ answer: RulesAnswer, _ now: HubTime) {
        let session = answer.request.session
        let subscribe = answer.request.subscribe
        // Meanwhile the session may be over or have begun anew, or the tag been given up and even taken again.
        guard sessions.contains(session), sessions[session]!.lookUps[subscribe.tag] == answer.request.stamp else {
            return
        }
        sessions[session]!.lookUps[subscribe.tag] = nil
        switch answer.result {
        case .success(let rules): self.subscribe(subscribe, rules, session, now)
        case .failure(let failure): refuse(subscribe, failure.code, failure.text, session)
        }
    }

    private mutating func subscribe(
        _ subscribe: Subscribe, _ rules: SubscriptionRules, _ session: SessionKey, _ now: HubTime
    ) {
        if case .time = subscribe.start {
            lastStamp += 1
            sessions[session]!.lookUps[subscribe.tag] = lastStamp
            let request = TimeRequest(session: session, subscribe: subscribe, rules: rules, stamp: lastStamp)
            return actions.readings.append(.time(request))
        }
        open(subscribe, rules, at: nil, session, now)
    }

    /// The log told which position a time stands for.
    mutating func timeFound(_ answer: TimeAnswer, _ now: HubTime) {
        let session = answer.request.session
        let tag = answer.request.subscribe.tag
        // Meanwhile the session may be over, or the tag given up and even taken again.
        guard sessions.contains(session), sessions[session]!.lookUps[tag] == answer.request.stamp else { return }
        sessions[session]!.lookUps[tag] = nil
        open(answer.request.subscribe, answer.request.rules, at: answer.position, session, now)
    }

    private mutating func open(
        _ subscribe: Subscribe, _ rules: SubscriptionRules, at found: Position?, _ session: SessionKey, _ now: HubTime
    ) {
        let peer = sessions[session]!
        let terms: SubscriptionTerms
        do throws(TermsFailure) {
            // Rights may have changed while rules and times were looked up.
            terms = try SubscriptionTerms(subscribe, rules, principal: peer.principal, since: head.next)
        } catch {
            return refuse(subscribe, error.code, error.text, session)
        }
        let name =
            subscribe.mode == .durable
            ? SubscriptionName(principal: peer.principal.name.description, name: subscribe.name) : nil
        if let name, let key = durable[name], subscriptions[key]!.attachment != nil {
            return refuse(subscribe, .nameTaken, "The subscription is open in another session.", session)
        }
        let known = name.flatMap { durable[$0] }
        let start: Position
        switch begin(subscribe, known: known, found: found) {
        case .success(let position): start = position
        case .failure(let failure): return refuse(subscribe, failure.code, failure.text, session)
        }
        if known == nil, let code = subscriptionObstacle(name, principal: peer.principal) {
            return refuse(subscribe, code, "There are as many subscriptions as the hub takes.", session)
        }
        let principal = peer.principal.name.description
        let steps: Int
        do throws(TermsFailure) {
            steps = try matcher.evaluatedSteps(of: rules, for: principal)
        } catch {
            return refuse(subscribe, error.code, error.text, session)
        }
        let key = take(
            name, terms, start: start, known: known, principal: principal, subscribe, now)
        attach(key, to: session, subscribe, start: start, notes: rules.notes, steps: steps, now)
    }

    /// The first position to look at.
    private func begin(
        _ subscribe: Subscribe, known: SubscriptionKey?, found: Position?
    ) -> Result<Position, TermsFailure> {
        switch subscribe.start {
        case .earliest: return .success(first)
        case .latest: return .success(head.next)
        case .time: return .success(max(found ?? head.next, first))
        case .cursor:
            guard let known else { return .success(head.next) }
            let next = subscriptions[known]!.cursor.next
            guard next >= first else {
                return .failure(
                    TermsFailure(.trimmed, "The cursor stands before position \(first), the earliest that is kept."))
            }
            return .success(next)
        case .position(let number):
            let position = Position(number)
            if position < first {
                return .failure(TermsFailure(.trimmed, "The earliest position that is kept is \(first)."))
            }
            if position > head.next {
                return .failure(TermsFailure(.positionInFuture, "The log's head is at position \(head)."))
            }
            return .success(position)
        }
    }

    private func subscriptionObstacle(_ name: SubscriptionName?, principal: Principal) -> ProtocolErrorCode? {
        guard let name else {
            return subscriptions.count - durable.count < HubLimits.liveSubscriptionsMax ? nil : .subscriptionLimit
        }
        if durable.count >= settings.durableSubscriptionsMax { return .subscriptionLimit }
        let own = durable.keys.count { $0.principal == name.principal }
        return own < settings.durableSubscriptionsPerPrincipalMax ? nil : .subscriptionLimit
    }

    /// Takes a subscription up again, with new terms where they changed, or makes a new one.
    private mutating func take(
        _ name: SubscriptionName?, _ terms: SubscriptionTerms, start: Position, known: SubscriptionKey?,
        principal: String, _ subscribe: Subscribe, _ now: HubTime
    ) -> SubscriptionKey {
        guard let key = known else {
            let key = subscriptions.insert(
                Subscription(
                    name: name, principal: principal, terms: terms.applying(since: start), begin: start,
                    cursor: start.previous))
            if let name { durable[name] = key }
            record(key, now)
            return key
        }
        let asksTheSame = subscriptions[key]!.terms.asksTheSame(as: terms)
        var isChanged = !asksTheSame
        if subscribe.start != .cursor {
            // What comes from there on is wanted again.
            isChanged = isChanged || start < subscriptions[key]!.begin
            subscriptions[key]!.moveCursor(to: start.previous)
            subscriptions[key]!.isCursorDirty = true
            subscriptions[key]!.begin = min(subscriptions[key]!.begin, start)
        }
        if restartsRules(subscribe, asksTheSame: asksTheSame) {
            isChanged = isChanged || subscriptions[key]!.terms.since > start
            if isChanged { subscriptions[key]!.replaceTerms(with: terms.applying(since: start)) }
        } else if !asksTheSame {
            subscriptions[key]!.replaceTerms(with: terms)
        }
        if isChanged { record(key, now) }
        return key
    }

    /// Whether the rules of a SUBSCRIBE under a known name are to hold from its start on, instead of from the head on.
    /// Where a client stopped says nothing of what it was to get before: that stays.
    private func restartsRules(_ subscribe: Subscribe, asksTheSame: Bool) -> Bool {
        switch subscribe.start {
        case .cursor: false
        case .position: !asksTheSame && !subscribe.options.contains(.resumes)
        case .earliest, .latest, .time: true
        }
    }

    private mutating func attach(
        _ key: SubscriptionKey, to session: SessionKey, _ subscribe: Subscribe, start: Position, notes: String,
        steps: Int, _ now: HubTime
    ) {
        guard
            let answer = sessions[session]!.link.subscribed(
                tag: subscribe.tag, epoch: identity.wireEpoch, start: start.rawValue, head: head.rawValue,
                notes: notes)
        else { return }
        lastStamp += 1
        let subscription = subscriptions[key]!
        let isLeftToLog = isLeftToLog(subscription.terms, steps: steps, of: subscription.principal, now)
        subscriptions[key]!.attachment = Subscription.Attachment(
            session: session, tag: subscribe.tag, mode: .replaying(isReading: false), next: start,
            matchedFrom: isLeftToLog ? Subscription.Attachment.never : nextPosition, stamp: lastStamp)
        behind.insert(key)
        sessions[session]!.subscriptions[subscribe.tag] = key
        matcher.insert(key, subscription, steps: steps, isLeftToLog: isLeftToLog)
        reply(to: session) { answer.encode(into: &$0) }
        readOn(key)
    }

    /// Writes a durable subscription into the log.
    private mutating func record(_ key: SubscriptionKey, _ now: HubTime) {
        guard let subscription = subscriptions[key], let name = subscription.name else { return }
        lastTime = max(lastTime, now.wall)
        let time = JournalTime(milliseconds: lastTime)
        actions.entries.append(
            .control(.subscription, key: name.controlKey, value: SubscriptionCoding.encode(subscription), time: time))
        actions.entries.append(
            .control(.cursor, key: name.controlKey, value: subscription.cursor.bytes, time: time))
    }

    // MARK: Ends

    /// Closes a subscription at its client's wish; a durable one is forgotten only where that was asked.
    mutating func unsubscribe(_ unsubscribe: Unsubscribe, from session: SessionKey, _ now: HubTime) {
        flushAlerts(session)
        sessions[session]!.lookUps[unsubscribe.tag] = nil
        if let key = sessions[session]!.subscriptions.removeValue(forKey: unsubscribe.tag) {
            let name = subscriptions[key]!.name
            detach(key)
            if unsubscribe.forget, let name { forget(name, now) }
        }
        reply(to: session) { Unsubscribed(tag: unsubscribe.tag).encode(into: &$0) }
    }

    /// Takes a subscription out of its session. A live one ends with it.
    mutating func detach(_ key: SubscriptionKey) {
        guard let subscription = subscriptions[key] else { return }
        advanceCursor(key)
        matcher.remove(key)
        behind.remove(key)
        subscriptions[key]!.attachment = nil
        if !subscription.isDurable { subscriptions.remove(key) }
    }

    private mutating func forget(_ name: SubscriptionName, _ now: HubTime) {
        guard let key = durable.removeValue(forKey: name) else { return }
        subscriptions.remove(key)
        lastTime = max(lastTime, now.wall)
        let time = JournalTime(milliseconds: lastTime)
        actions.entries.append(.control(.subscription, key: name.controlKey, value: [], time: time))
        actions.entries.append(.control(.cursor, key: name.controlKey, value: [], time: time))
    }

    private mutating func refuse(
        _ subscribe: Subscribe, _ code: ProtocolErrorCode, _ text: String, _ session: SessionKey
    ) {
        guard let refusal = sessions[session]!.link.refuseSubscription(tag: subscribe.tag, code: code, text: text)
        else { return }
        reply(to: session) { refusal.encode(into: &$0) }
    }
}

/// Why a subscription cannot be opened.
struct TermsFailure: Error {
    let code: ProtocolErrorCode
    let text: String

    init(_ code: ProtocolErrorCode, _ text: String) {
        self.code = code
        self.text = text
    }
}
