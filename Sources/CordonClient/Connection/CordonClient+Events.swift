internal import ExchangeProtocol
internal import ZeroMQ

/// What happens to the connection, and the clock.
extension CordonClient {
    /// The wait before gathered confirmations are sent, in milliseconds.
    private static let confirmMillisecondsMax: UInt64 = 20

    func readEvents() {
        do throws(ZeroMQError) {
            while let event = try link?.nextEvent() { take(event) }
        } catch {
            become(.away(CordonError(.system, retry: .later, "the connection's monitor failed: \(error)")))
        }
        finishTurn()
    }

    private func take(_ event: SocketEvent.Kind) {
        let endpoint = configuration.hub.endpoint
        switch event {
        case .handshakeSucceeded:
            reconnectPause = configuration.retryPauseMin.milliseconds
            session.connected(now: now, into: &actions)
            performActions()
        case .handshakeRefused(let status) where status != 300:
            let error = CordonError(
                .keyUnknown, retry: .afterChange,
                "the hub at \(endpoint) does not know this client's key \(configuration.keys.publicKey), or has "
                    + "revoked it: its operator must list it in the directory")
            become(.refused(error))
            connecting.resumeAll(with: .failure(error))
            reconnectAt = now + reconnectPause
            reconnectPause = min(2 * reconnectPause, configuration.retryPauseMax.milliseconds)
        case .handshakeFailed, .handshakeViolated:
            become(
                .away(
                    CordonError(
                        .hubUnproven, retry: .afterChange,
                        "something answers at \(endpoint), but the handshake fails: is \(configuration.hub.publicKey) "
                            + "the public key of the hub there?")))
        case .connected: isReached = true
        case .connectRetried:
            // It also follows a connection that ended, about which more is known than this.
            if !isReached { become(.away(CordonError(.hubAway, retry: .later, "nothing answers at \(endpoint)"))) }
            isReached = false
        case .disconnected:
            guard session.state != .disconnected else { return }
            session.disconnected(into: &actions)
            performActions()
            // Left to itself libzmq would come back under the routing id that the hub may still know as in use.
            link?.disconnect()
            reconnectAt = now + reconnectPause
        default: return
        }
    }

    /// Does what is due by the clock.
    func tick() {
        let now = now
        session.tick(now: now, into: &actions)
        hasUnsentConfirms = false
        if let due = reconnectAt, due <= now {
            reconnectAt = nil
            do throws(ZeroMQError) {
                try link?.reconnect()
            } catch {
                become(.away(CordonError(.system, retry: .later, "cannot connect again: \(error)")))
                reconnectAt = now + reconnectPause
            }
        }
        connecting.expire(now: now, with: connectError)
        flushWaiters.expire(now: now, with: CordonError(.timedOut, retry: .later, "Alerts still await their receipt."))
        expireRequests(now: now)
        expireSubscriptions(now: now)
        finishTurn()
    }

    private var connectError: CordonError {
        switch state {
        case .away(let error), .refused(let error): error
        case .idle, .connecting, .ready, .closed:
            CordonError(.hubAway, retry: .later, "the hub at \(configuration.hub.endpoint) did not answer in time")
        }
    }

    /// Ends every turn of the actor: performs what the session asked for, sends what may be sent, sets the clock.
    func finishTurn() {
        performActions()
        sendAlerts()
        performActions()
        if !flushWaiters.isEmpty, isFlushed { flushWaiters.resumeAll(with: .success(())) }
        startWorker()
        setTimer()
    }

    private func setTimer() {
        guard let timer else { return }
        let now = now
        var due = session.nextDeadline ?? .max
        if hasUnsentConfirms { due = min(due, now + Self.confirmMillisecondsMax) }
        if publishPausedUntil > now { due = min(due, publishPausedUntil) }
        if outboxPausedUntil > now { due = min(due, outboxPausedUntil) }
        due = min(due, reconnectAt ?? .max, connecting.nextDeadline ?? .max, flushWaiters.nextDeadline ?? .max)
        for request in requests.values { due = min(due, request.deadline) }
        for state in subscriptions.values where state.isOpening { due = min(due, state.openDeadline) }
        thread.setDeadline(due == .max ? nil : instant(due), of: timer)
    }
}
