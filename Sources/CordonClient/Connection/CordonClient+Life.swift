public import ExchangeProtocol
internal import ZeroMQ

extension CordonClient {
    /// Connects to the hub, and waits for its welcome.
    ///
    /// Where it throws, the client goes on trying until it is closed, so a service may ignore `hub-away`.
    ///
    /// - Parameter timeout: how long to wait.
    /// - Returns: what the hub said: who the client is to it, what it allows, the identity and the head of its log.
    /// - Throws: `CordonError` with code `.keyUnknown` as soon as the hub refuses the key, `.hubUnproven` or `.hubAway`
    ///   when the time is over, `.refused` where the hub refuses the client for another reason.
    @discardableResult
    public func connect(timeout: Duration = .seconds(10)) async throws(CordonError) -> Welcome {
        if let ending { throw ending }
        if let welcome = session.welcome, session.state == .ready { return welcome }
        if case .refused(let error) = state { throw error }
        if link == nil { try openLink() }
        let id = nextID()
        let deadline = now + timeout.milliseconds
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                connecting.add(id, until: deadline, continuation)
                // Others may have had their turn since the state was looked at.
                if Task.isCancelled { cancelConnecting(id) }
                if let ending { connecting.resume(id, with: .failure(ending)) }
                if let welcome = session.welcome, session.state == .ready {
                    connecting.resume(id, with: .success(welcome))
                }
                finishTurn()
            }
        } onCancel: {
            Task { await self.cancelConnecting(id) }
        }
        return try result.get()
    }

    private func cancelConnecting(_ id: UInt64) {
        connecting.resume(id, with: .failure(.cancelled))
    }

    /// Where the connection stands, from now on; the present state comes first. A slow reader misses older states.
    public func states() -> AsyncStream<ConnectionState> {
        let id = nextID()
        let (stream, continuation) = AsyncStream.makeStream(
            of: ConnectionState.self, bufferingPolicy: .bufferingNewest(Self.statesKeptMax))
        continuation.yield(state)
        guard !isClosed else {
            continuation.finish()
            return stream
        }
        stateStreams[id] = continuation
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            Task { await self.endStateStream(id) }
        }
        return stream
    }

    private static let statesKeptMax = 16

    private func endStateStream(_ id: UInt64) {
        stateStreams[id] = nil
    }

    /// Closes the client: says goodbye, ends every subscription and wait, closes the outbox.
    ///
    /// Alerts without receipt stay in the outbox's file for the next client; without a file they are gone.
    public nonisolated func close() async {
        await shutDown()
        outbox?.stop()
        thread.stop()
    }

    private func shutDown() async {
        guard !isClosed else { return }
        isClosed = true
        end(.closed)
        while let worker {
            await worker.value
            if self.worker == worker { self.worker = nil }
            startWorker()
        }
        await outbox?.close()
        become(.closed)
        for stream in stateStreams.values { stream.finish() }
        stateStreams.removeAll()
    }

    /// Ends everything that waits, and the connection.
    func end(_ error: CordonError) {
        guard ending == nil else { return }
        ending = error
        session.bye(into: &actions)
        performActions()
        closeLink()
        connecting.resumeAll(with: .failure(error))
        failPuts(error)
        receiptWaiters.resumeAll(with: isClosed ? .success(nil) : .failure(error))
        flushWaiters.resumeAll(with: .failure(error))
        endSubscriptions(isClosed ? nil : error)
        failRequests(error)
    }

    func become(_ new: ConnectionState) {
        guard new != state else { return }
        state = new
        for stream in stateStreams.values { stream.yield(new) }
    }
}

// MARK: - The link

extension CordonClient {
    private func openLink() throws(CordonError) {
        do throws(ZeroMQError) {
            let link = try HubLink(configuration)
            registrations.append(
                thread.register(link.socket) { [weak self] _ in self?.assumeIsolated { $0.readMessages() } })
            registrations.append(
                thread.register(link.monitor.socket) { [weak self] _ in self?.assumeIsolated { $0.readEvents() } })
            timer = thread.addTimer { [weak self] in self?.assumeIsolated { $0.tick() } }
            self.link = link
            become(.connecting)
            try link.connect()
        } catch {
            closeLink()
            let text = "cannot connect to \(configuration.hub.endpoint): \(error)"
            throw error == .invalidArgument
                ? CordonError(.configuration, text) : CordonError(.system, retry: .later, text)
        }
    }

    func closeLink() {
        for registration in registrations { thread.unregister(registration) }
        registrations.removeAll()
        if let timer { thread.removeTimer(timer) }
        timer = nil
        reconnectAt = nil
        if session.state == .disconnected, case .ready = state {} else { link?.forgetUnsent() }
        link = nil
    }
}
