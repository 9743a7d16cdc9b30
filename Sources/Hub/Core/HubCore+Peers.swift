internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import Trust

/// The frames of a message after the routing id, and where it came from.
struct PeerMessage {
    /// The name that libzmq routes by.
    let routingID: UnsafeRawBufferPointer
    /// The ticket of the connection, nil where the message carries none.
    let ticket: Ticket?
    /// The frames; at least one.
    let frames: UnsafeBufferPointer<UnsafeRawBufferPointer>

    /// The bytes of all frames after the first.
    var followingBytes: Int { frames.dropFirst().reduce(0) { $0 + $1.count } }
}

extension HubCore {
    /// Takes a message. `holder` tells whose key a ticket stands for; it is asked once per connection.
    mutating func receive(_ message: PeerMessage, now: HubTime, holder: (Ticket) -> TicketHolder?) {
        guard let ticket = message.ticket, let frame = message.frames.first else {
            counts.resets += 1
            return
        }
        guard let key = peer(of: message, ticket: ticket, now, holder) else { return }
        let action = sessions[key]!.link.receive(
            frame, followingFrames: message.frames.count - 1, followingBytes: message.followingBytes, now: now.steady)
        perform(action, for: key, frames: message.frames, now)
    }

    /// The session of a message; nil where its sender is not, or no longer, anybody.
    private mutating func peer(
        of message: PeerMessage, ticket: Ticket, _ now: HubTime, _ holder: (Ticket) -> TicketHolder?
    ) -> SessionKey? {
        // Messages come in runs from one peer.
        if let key = lastSpeaker, let peer = sessions[key], peer.ticket == ticket,
            peer.routingID.withUnsafeBytes({ $0.elementsEqual(message.routingID) })
        {
            return key
        }
        let routingID = Array(message.routingID)
        if let key = sessionsByRoutingID[routingID] {
            if sessions[key]!.ticket == ticket {
                lastSpeaker = key
                return key
            }
            // Another connection came under the same routing id. Whoever it is starts from nothing.
            close(key)
            return open(routingID, ticket, holder(ticket), resetCode: .sessionReplaced, now)
        }
        return open(routingID, ticket, holder(ticket), resetCode: .unknownSession, now)
    }

    private mutating func open(
        _ routingID: [UInt8], _ ticket: Ticket, _ holder: TicketHolder?, resetCode: ProtocolErrorCode, _ now: HubTime
    ) -> SessionKey? {
        // A ticket that nobody holds: revoked, overdue or made up. Whoever it is gets no answer.
        guard let holder, let principal = directory.principal(named: holder.principal) else { return nil }
        guard sessions.count < settings.sessionsMax else {
            let text = "The hub has as many sessions as it takes."
            send(Refusal(code: .overloaded, endsSession: true, text: text), to: routingID)
            return nil
        }
        var link = HubSession(configuration: settings.session, resetCode: resetCode, now: now.steady)
        link.isDraining = isDraining
        let key = sessions.insert(
            PeerSession(
                routingID: routingID, ticket: ticket, transportKey: holder.key, principal: principal, link: link,
                since: now.wall))
        sessionsByRoutingID[routingID] = key
        return key
    }

    /// Carries out what the protocol says about a command.
    mutating func perform(
        _ action: HubSession.Action, for key: SessionKey, frames: UnsafeBufferPointer<UnsafeRawBufferPointer>?,
        _ now: HubTime
    ) {
        switch action {
        case .none: break
        case .greet: greet(key, now)
        case .publish(let publish):
            if let frames { self.publish(publish, frames: frames, from: key, now) }
        case .refuseAlerts(let publish, let code): refuseAll(publish, code, from: key, now)
        case .subscribe(let subscribe): self.subscribe(subscribe, from: key, now)
        case .unsubscribe(let unsubscribe): self.unsubscribe(unsubscribe, from: key, now)
        case .credited: credited(key)
        case .confirm(let confirm): self.confirm(confirm, from: key)
        case .ping(let ping): answer(ping, from: key, now)
        case .request(let request):
            if let frames { self.request(request, argument: frames.count > 1 ? frames[1] : nil, from: key, now) }
        case .reset(let reset):
            counts.resets += 1
            reply(to: key) { reset.encode(into: &$0) }
        case .refuse(let refusal):
            reply(to: key) { refusal.encode(into: &$0) }
            if refusal.endsSession { detachAll(key) }
        case .cut(let refusal):
            counts.cuts += 1
            reply(to: key) { refusal.encode(into: &$0) }
            detachAll(key)
            actions.cuts.append(
                .init(
                    ticket: sessions[key]!.ticket, principal: sessions[key]!.principal.name.description,
                    offender: sessions[key]!.transportKey))
        case .release: detachAll(key)
        }
    }

    private mutating func greet(_ key: SessionKey, _ now: HubTime) {
        detachAll(key)
        closeEarlier(than: key)
        let peer = sessions[key]!
        let welcome = peer.link.welcome(
            hubID: identity.hubID, epoch: identity.wireEpoch, head: head.rawValue, hubTime: now.wall,
            member: peer.principal.member.description, principal: peer.principal.name.local.description)
        reply(to: key) { welcome.encode(into: &$0) }
    }

    /// A client may be back before the hub knows that its earlier connection is gone: what that held is free at once.
    private mutating func closeEarlier(than key: SessionKey) {
        guard let peer = sessions[key], peer.link.session >= ProtocolLimits.recognisedSessionMin else { return }
        for other in sessions.keys where other != key {
            guard let earlier = sessions[other], earlier.transportKey == peer.transportKey,
                earlier.link.session < peer.link.session,
                peer.link.session - earlier.link.session <= ProtocolLimits.sessionSuccessorsMax
            else { continue }
            actions.cuts.append(.init(ticket: earlier.ticket, principal: earlier.principal.name.description))
            close(other)
        }
    }

    private mutating func answer(_ ping: Ping, from key: SessionKey, _ now: HubTime) {
        // The alerts of this turn must leave first, or the client would think that they were lost.
        flush(key)
        let pong = sessions[key]!.link.pong(ping, head: head.rawValue, hubTime: now.wall)
        reply(to: key) { pong.encode(into: &$0) }
    }

    // MARK: Ends

    /// Ends what a session has open; the peer may say HELLO again.
    mutating func detachAll(_ key: SessionKey) {
        guard let peer = sessions[key] else { return }
        // In the order of their places, so that the same events give the same actions.
        for subscription in peer.subscriptions.values.sorted(by: { $0.index < $1.index }) { detach(subscription) }
        sessions[key]!.subscriptions.removeAll()
        sessions[key]!.lookUps.removeAll()
        sessions[key]!.receipts.removeAll()
        sessions[key]!.reports.removeAll()
        sessions[key]!.batch = DeliveryBatch()
    }

    /// Forgets a peer altogether.
    mutating func close(_ key: SessionKey) {
        detachAll(key)
        guard let peer = sessions.remove(key) else { return }
        sessionsByRoutingID[peer.routingID] = nil
    }

    /// A message had more frames than any command: the session ends, and a peer that goes on is cut.
    mutating func malformed(routingID: [UInt8], frameCount: Int, bytes: Int, _ now: HubTime) {
        guard let key = sessionsByRoutingID[routingID] else { return }
        let error = ProtocolError(
            command: nil, field: "following",
            problem: .frameCount(found: frameCount - 1, expected: ProtocolLimits.followingFramesMax))
        let action = sessions[key]!.link.malformed(error, bytes: bytes, now: now.steady)
        perform(action, for: key, frames: nil, now)
    }

    /// Tickets were taken back: their peers are nobody from now on, and their connections are cut.
    mutating func revoked(_ tickets: [Ticket], _ now: HubTime) {
        let revoked = Set(tickets)
        for key in sessions.keys {
            guard let peer = sessions[key], revoked.contains(peer.ticket) else { continue }
            reply(to: key) { Refusal(code: .revoked, endsSession: true).encode(into: &$0) }
            actions.cuts.append(.init(ticket: peer.ticket, principal: peer.principal.name.description))
            close(key)
        }
    }

    /// The connection of a peer is gone. Where a ticket is named, only the session that came by it ends: the end of a
    /// connection may become known after another one has taken its place.
    mutating func disconnected(routingID: [UInt8], ticket: Ticket? = nil) {
        guard let key = sessionsByRoutingID[routingID] else { return }
        if let ticket, sessions[key]!.ticket != ticket { return }
        close(key)
    }

    /// Rights changed: every session gets those of its principal as they are now, or ends.
    mutating func apply(_ directory: Directory, _ now: HubTime) {
        self.directory = directory
        directories.append(directory, at: head)
        for key in sessions.keys {
            guard let peer = sessions[key] else { continue }
            if let principal = directory.principal(named: peer.principal.name), !principal.entry.isDisabled {
                sessions[key]!.principal = principal
            } else {
                reply(to: key) { Refusal(code: .revoked, endsSession: true).encode(into: &$0) }
                actions.cuts.append(.init(ticket: peer.ticket, principal: peer.principal.name.description))
                close(key)
            }
        }
    }

    /// Takes nothing new from now on; what was taken gets its receipt, what is confirmed is kept.
    mutating func drain(_ now: HubTime) {
        isDraining = true
        for key in sessions.keys { sessions[key]!.link.isDraining = true }
        writeCursors(now)
    }

    // MARK: Messages

    /// Encodes a command for a peer.
    mutating func reply(to key: SessionKey, attachment: [UInt8]? = nil, _ encode: (inout [UInt8]) -> Void) {
        guard let routingID = sessions[key]?.routingID else { return }
        var frame: [UInt8] = []
        encode(&frame)
        actions.messages.append(.init(routingID: routingID, frame: frame, attachment: attachment))
    }

    private mutating func send(_ refusal: Refusal, to routingID: [UInt8]) {
        var frame: [UInt8] = []
        refusal.encode(into: &frame)
        actions.messages.append(.init(routingID: routingID, frame: frame))
    }

    /// Notes that a session has something to send when the turn ends.
    mutating func touch(_ key: SessionKey) {
        guard let peer = sessions[key], !peer.isTouched else { return }
        peer.isTouched = true
        touched.append(key)
    }

    /// Sends what a session has gathered: receipts first, then alerts.
    mutating func flush(_ key: SessionKey) {
        guard let peer = sessions[key] else { return }
        peer.isTouched = false
        flushReceipts(key)
        flushAlerts(key)
    }
}
