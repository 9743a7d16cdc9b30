internal import ExchangeProtocol
internal import Journal
internal import RuleIndex
internal import Telemetry
internal import Trust
internal import ZeroMQ

extension HubServer {
    /// Begins to serve at the endpoints, and answers them with the ports that were taken.
    func start(listening endpoints: [String]) throws -> [String] {
        registrations.append(
            thread.register(router) { [weak self] _ in self?.assumeIsolated { $0.receive() } })
        registrations.append(
            thread.register(monitor.socket) { [weak self] _ in self?.assumeIsolated { $0.readMonitor() } })
        answersSignal = thread.addSignal { [weak self] in self?.assumeIsolated { $0.takeAnswers() } }
        outcomes.attach(thread.addSignal { [weak self] in self?.assumeIsolated { $0.takeOutcomes() } })
        timer = thread.addTimer { [weak self] in self?.assumeIsolated { $0.tick() } }
        watchTimer = thread.addTimer { [weak self] in self?.assumeIsolated { $0.lookAtConnections() } }
        setTimer()
        setWatchTimer()
        return try endpoints.map { endpoint in
            do throws(ZeroMQError) {
                try router.bind(to: endpoint)
                return try router.lastEndpoint
            } catch {
                throw HubStartError("cannot listen at \(endpoint): \(error)")
            }
        }
    }

    /// Takes nothing new, and returns when all that was taken is durable and acknowledged.
    func drain() async {
        let now = services.clock.now()
        core.drain(now)
        finishTurn(now)
        for _ in 0..<Self.drainTicksMax
        where core.pending.count > 0 || core.waiting.count > 0 || !unqueued.isEmpty {
            try? await Task.sleep(for: .milliseconds(HubLimits.tickMilliseconds))
        }
        let last = services.clock.now()
        core.writeCursors(last)
        finishTurn(last)
    }

    /// Ends serving.
    func stop() {
        isStopped = true
        for registration in registrations { thread.unregister(registration) }
        registrations = []
    }

    /// Takes over settings, for sessions to come, schemas and lists for alerts to come, and a directory, for everybody.
    func reload(_ settings: HubSettings, _ directory: Directory, _ judging: HubJudging, _ now: HubTime) -> String {
        core.settings = settings
        core.adopt(judging.makeJudge(), vocabulary: judging.vocabulary)
        let isChanged: Bool
        do throws(DirectoryError) {
            isChanged = try core.propose(directory, now)
        } catch {
            return "the directory was not taken over: \(error)"
        }
        core.revoked(services.office.adopt(directory, at: Int64(now.wall)), now)
        finishTurn(now)
        return isChanged ? "the directory changed" : "the directory is the same"
    }

    private func setTimer() {
        guard let timer, !isStopped else { return }
        thread.setDeadline(.now + .milliseconds(Int(HubLimits.tickMilliseconds)), of: timer)
    }

    private func setWatchTimer() {
        guard let watchTimer, !isStopped else { return }
        thread.setDeadline(.now + .milliseconds(Int(ConnectionWatch.lookMilliseconds)), of: watchTimer)
    }

    // MARK: What happens

    private func receive() {
        let now = services.clock.now()
        for _ in 0..<Self.messagesPerTurnMax {
            do throws(ZeroMQError) {
                switch try router.receive(into: &incoming) {
                case .nothing:
                    watch.noteEmpty()
                    return finishTurn(now)
                case .message: take(now)
                case .tooManyFrames: refuseEndless(now)
                }
            } catch {
                services.onFatal("the front door failed: \(error)")
                return
            }
        }
        finishTurn(now)
    }

    private func take(_ now: HubTime) {
        // Every message has the routing id and one frame more; metadata is on the frame that the peer sent.
        guard incoming.count >= 2 else { return }
        pointers.removeAll(keepingCapacity: true)
        for index in 1..<incoming.count {
            incoming.withUnsafeBytes(ofFrame: index) { pointers.append($0) }
        }
        let office = services.office
        incoming.withUnsafeBytes(ofFrame: 0) { routingID in
            incoming.withUnsafeMetadata(.userID, ofFrame: 1) { userID in
                let ticket = userID.flatMap { Ticket(text: UnsafeRawBufferPointer($0)) }
                if let descriptor = incoming.sourceDescriptor(ofFrame: 1) {
                    watch.noteMessage(descriptor, from: routingID, ticket: ticket)
                }
                pointers.withUnsafeBufferPointer { frames in
                    core.receive(PeerMessage(routingID: routingID, ticket: ticket, frames: frames), now: now) {
                        ticket in
                        office.greet(ticket, at: Int64(now.wall))
                    }
                }
            }
        }
    }

    private func refuseEndless(_ now: HubTime) {
        let routingID = incoming.bytes(ofFrame: 0)
        core.malformed(
            routingID: routingID, frameCount: incoming.receivedFrameCount - 1, bytes: incoming.receivedByteCount, now)
    }

    private func takeOutcomes() {
        let now = services.clock.now()
        for outcome in outcomes.takeAll() {
            switch outcome {
            case .committed(let commit, _):
                core.committed(commit, now)
                services.indexer.notify(commit.head)
            case .refused(_, let error): fail("an entry was refused by the journal: \(error)", now)
            case .failed(let error, _): fail("\(error)", now)
            }
        }
        finishTurn(now)
    }

    private func fail(_ reason: String, _ now: HubTime) {
        core.journalFailed(reason, now)
        finishTurn(now)
        services.onFatal("the journal failed, and nothing is accepted any more: \(reason)")
    }

    private func takeAnswers() {
        let now = services.clock.now()
        for answer in answers.takeAll() { core.take(answer, now) }
        for index in reclustered.takeAll() { core.reclustered(index) }
        finishTurn(now)
    }

    private func tick() {
        let now = services.clock.now()
        core.tick(now)
        lookAround()
        for farewell in farewells where farewell.due <= now.steady { carryOut(farewell.cut) }
        farewells.removeAll { $0.due <= now.steady }
        let overdue = services.office.expire(at: Int64(now.wall))
        if !overdue.isEmpty { core.revoked(overdue, now) }
        finishTurn(now)
        setTimer()
    }

    private func lookAtConnections() {
        for offender in watch.look() { punish(offender) }
        setWatchTimer()
    }

    /// Whoever sent without end is not let in for a while. Where no message says whose connection it was, it is one of
    /// those who came from that address since and have not said anything yet: none of them loses the connection it has.
    private func punish(_ offender: ConnectionWatch.Offender) {
        let now = Int64(services.clock.now().wall)
        let keys =
            if let ticket = offender.ticket {
                Set([services.office.holder(of: ticket)?.key].compactMap(\.self))
            } else {
                services.office.silentKeys(from: offender.address.host, since: offender.since)
            }
        for key in keys { services.penalties.add(key, now: now) }
        core.counts.cuts += 1
        services.log.warning(
            "cut a connection that sent much and finished nothing",
            ["address": "\(offender.address)", "keys": keys.map(\.fingerprint).joined(separator: " ")])
    }

    /// Notes what the hub's surroundings say of themselves, for `status`.
    private func lookAround() {
        let counters = services.writer.counters
        core.environment = HubEnvironment(
            commits: counters.commits, committedBytes: counters.bytes,
            commitMicrosecondsMax: counters.commitNanosecondsMax / 1_000, indexLag: services.indexer.lag,
            connections: watch.count)
    }

    private func readMonitor() {
        for _ in 0..<Self.eventsPerTurnMax {
            guard let event = try? monitor.next() else { break }
            switch event.kind {
            case .accepted(let descriptor): watch.accepted(descriptor, at: Int64(services.clock.now().wall))
            case .disconnected(let descriptor), .closed(let descriptor):
                if let peer = watch.ended(descriptor) {
                    core.disconnected(routingID: peer.routingID, ticket: peer.ticket)
                    services.office.giveBack(peer.ticket)
                }
            case .acceptFailed(let error):
                services.log.error("a connection could not be accepted", ["reason": "\(error)"])
            default: break
            }
        }
        finishTurn(services.clock.now())
    }

    // MARK: What is done about it

    /// Carries out what the core wants after a turn.
    func finishTurn(_ now: HubTime) {
        let actions = core.finishTurn(now)
        if !actions.entries.isEmpty || !unqueued.isEmpty { append(actions.entries) }
        for message in actions.messages { send(message) }
        shared.removeAll()
        for reading in actions.readings { ask(reading) }
        if let index = actions.reclustering { recluster(index) }
        for dear in actions.dearRules { tell(of: dear) }
        for cut in actions.cuts {
            if cut.offender == nil {
                farewells.append((cut, now.steady + Self.farewellMilliseconds))
            } else {
                carryOut(cut)
            }
        }
    }

    private func append(_ entries: [JournalEntry]) {
        unqueued.append(contentsOf: entries)
        do throws(JournalWriter.Refusal) {
            _ = try services.writer.enqueue(unqueued)
            unqueued.removeAll(keepingCapacity: true)
        } catch {
            // A full queue empties with the next commit; a stopped writer has told why through its outcome.
        }
    }

    private func send(_ message: HubActions.Message) {
        do throws(ZeroMQError) {
            outgoing.removeAll()
            try outgoing.append(message.routingID)
            try outgoing.append(message.frame)
            if let attachment = message.attachment { try outgoing.append(attachment) }
            for record in message.records { try shared.append(record, to: &outgoing) }
            switch try router.send(&outgoing) {
            case .sent: break
            case .wouldBlock, .unreachable, .abandoned: core.disconnected(routingID: message.routingID)
            }
        } catch {
            services.onFatal("the front door failed: \(error)")
        }
    }

    private func ask(_ reading: LogReading) {
        let services = services
        let answers = answers
        let signal = answersSignal
        Task {
            let answer =
                switch reading {
                case .rules(let request): LogAnswer.rules(await services.checker.answer(request))
                case .replay(let request) where request.isDear: await services.dearWorker.answer(reading)
                default: await services.worker.answer(reading)
                }
            if answers.put(answer) { signal?.raise() }
        }
    }

    private func recluster(_ index: RuleIndex) {
        let reclustered = reclustered
        let signal = answersSignal
        Task.detached(priority: .background) {
            if reclustered.put(index.reclustered()) { signal?.raise() }
        }
    }

    private func tell(of dear: HubActions.DearRules) {
        services.log.warning(
            "rules took long on an alert, and are served from the log for the next hour",
            [
                "principal": dear.principal, "steps": "\(dear.steps)",
                "subscriptions": dear.subscriptions.joined(separator: " "),
            ])
    }

    private func carryOut(_ cut: HubActions.Cut) {
        if let key = cut.offender { services.penalties.add(key, now: Int64(services.clock.now().wall)) }
        let isCut = watch.cut(cut.ticket)
        services.log.warning(
            cut.offender == nil ? "cut a peer that has no right to be here any more" : "cut a peer that misbehaved",
            ["principal": cut.principal, "connected": "\(isCut)"])
    }
}
