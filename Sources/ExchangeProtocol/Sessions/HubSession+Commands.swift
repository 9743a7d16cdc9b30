extension HubSession {
    /// Takes a message: decodes its first frame, counts its frames, and answers what is to be done.
    ///
    /// - Parameters:
    ///   - frame: the first frame.
    ///   - followingFrames: how many frames really follow.
    ///   - followingBytes: how long these are together.
    public mutating func receive(
        _ frame: UnsafeRawBufferPointer, followingFrames: Int, followingBytes: Int, now: UInt64
    ) -> Action {
        let message: ClientMessage
        do throws(ProtocolError) {
            let announced = try FrameHeader(decoding: frame)
            guard announced.followingFrames == followingFrames else {
                let problem = ProtocolError.Problem.frameCount(
                    found: followingFrames, expected: announced.followingFrames)
                throw ProtocolError(command: announced.command, field: "following", problem: problem)
            }
            message = try ClientMessage(decoding: frame)
        } catch {
            return malformed(error, bytes: frame.count + followingBytes, now: now)
        }
        return receive(message, followingBytes: followingBytes, now: now)
    }

    /// Takes a decoded command; `followingBytes` is the length of all frames after the first.
    public mutating func receive(_ message: ClientMessage, followingBytes: Int, now: UInt64) -> Action {
        guard state != .cut else { return .none }
        heardAt = max(heardAt, now)
        if case .hello(let hello) = message {
            guard budget.spend(.lookUp, now: now) else { return flooded(.hello, hello.session) }
            return greet(hello)
        }
        guard state == .open else { return answerWithoutSession(message.command, bytes: followingBytes, now: now) }
        if case .publish(let publish) = message { return take(publish, bytes: followingBytes, now: now) }
        guard budget.spend(message.cost, now: now) else { return flooded(message.command, 0) }
        switch message {
        case .hello, .publish: return .none
        case .subscribe(let subscribe): return take(subscribe)
        case .unsubscribe(let unsubscribe): return take(unsubscribe)
        case .credit(let credit): return take(credit)
        case .confirm(let confirm): return take(confirm)
        case .ping(let ping): return .ping(ping)
        case .request(let request): return take(request, argumentBytes: followingBytes)
        case .bye:
            end()
            return .release
        }
    }

    /// Takes a message of so many bytes that could not be decoded: the session ends, and a peer that goes on is cut.
    public mutating func malformed(_ error: ProtocolError, bytes: Int = 0, now: UInt64) -> Action {
        guard state != .cut else { return .none }
        heardAt = max(heardAt, now)
        guard budget.spend(.malformed, refusedBytes: bytes, now: now) else { return flooded(error.command, 0) }
        return endWithError(Refusal(code: error.code, endsSession: true, command: error.command, text: "\(error)"))
    }

    /// Ends a session from which nothing came for too long; `.none` for all others.
    public mutating func tick(now: UInt64) -> Action {
        let patience = UInt64(configuration.limits.pingMilliseconds) * UInt64(ProtocolLimits.silentPingsMax)
        guard state == .open, now > heardAt, now - heardAt > patience else { return .none }
        end()
        resetCode = .silent
        return .release
    }

    /// Says RESET, but not to every command of a client that had many on their way when its session ended.
    private mutating func answerWithoutSession(_ command: CommandCode, bytes: Int, now: UInt64) -> Action {
        // What was published when the session ended may still be on its way, and be much; of other commands little is.
        guard budget.spend(command == .publish ? .credit : .lookUp, refusedBytes: bytes, now: now) else {
            return flooded(command, 0)
        }
        if let said = resetSaidAt, now < said + Self.resetMillisecondsMin { return .none }
        resetSaidAt = now
        return .reset(Reset(code: resetCode))
    }

    private mutating func greet(_ hello: Hello) -> Action {
        let version = FrameHeader.version
        guard hello.lowestVersion <= version, version <= hello.highestVersion else {
            let text = "The hub speaks version \(version)."
            return endWithError(
                Refusal(
                    code: .versionUnsupported, endsSession: true, command: .hello, reference: hello.session, text: text)
            )
        }
        end()
        state = .open
        resetSaidAt = nil
        session = hello.session
        features = hello.features.intersection(configuration.features)
        wish = (hello.deliverAlertsWished, hello.deliverBytesWished)
        return .greet(hello)
    }

    private mutating func take(_ request: Request, argumentBytes: Int) -> Action {
        let code: ProtocolErrorCode
        if !features.contains(.requests) {
            code = .unknownVerb
        } else if argumentBytes > ProtocolLimits.requestBytesMax {
            code = .badArgument
        } else {
            return .request(request)
        }
        return .refuse(Refusal(code: code, command: .request, reference: UInt64(request.id)))
    }

    mutating func endWithError(_ refusal: Refusal) -> Action {
        end()
        return .refuse(refusal)
    }

    private mutating func flooded(_ command: CommandCode?, _ reference: UInt64) -> Action {
        end()
        state = .cut
        return .cut(Refusal(code: .rateExceeded, endsSession: true, command: command, reference: reference))
    }

    /// Forgets everything of the session; the budget stays, so that a new HELLO does not refill it.
    private mutating func end() {
        state = .awaitingHello
        resetCode = .unknownSession
        session = 0
        features = []
        wish = (0, 0)
        lastPublishID = 0
        outstandingAlerts = 0
        outstandingBytes = 0
        lastSequence = 0
        deliveredBytes = 0
        credit = Credit(sequenceLimit: 0, byteLimit: 0)
        subscriptions.removeAll(keepingCapacity: true)
        pendingGaps = 0
    }
}

extension ClientMessage {
    fileprivate var cost: ControlBudget.Cost {
        switch self {
        case .credit, .confirm, .ping, .bye: .credit
        case .hello, .publish, .subscribe, .unsubscribe, .request: .lookUp
        }
    }
}

// MARK: - Answers

extension HubSession {
    /// The answer to the HELLO that `receive` handed on.
    public func welcome(
        hubID: String, epoch: UInt128, head: UInt64, hubTime: UInt64, member: String, principal: String
    ) -> Welcome {
        Welcome(
            features: features, session: session, limits: configuration.limits, hubID: hubID, epoch: epoch, head: head,
            hubTime: hubTime, member: member, principal: principal)
    }

    /// The answer to a PING.
    public func pong(_ ping: Ping, head: UInt64, hubTime: UInt64) -> Pong {
        Pong(nonce: ping.nonce, lastSequence: lastSequence, head: head, hubTime: hubTime)
    }
}
