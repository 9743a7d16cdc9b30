internal import CZeroMQ

/// What a socket or descriptor is ready for.
public struct PollEvents: OptionSet, Sendable {
    /// The bits as `zmq_poll` has them.
    public let rawValue: Int16

    /// Takes bits as `zmq_poll` has them.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// There is a message or there are bytes to read.
    public static let readable = PollEvents(rawValue: Int16(ZMQ_POLLIN))
    /// A message or bytes can be sent.
    public static let writable = PollEvents(rawValue: Int16(ZMQ_POLLOUT))
    /// A descriptor, not a socket, is in error.
    public static let failed = PollEvents(rawValue: Int16(ZMQ_POLLERR))
}

/// Names a socket or descriptor that is registered with a poll thread.
public struct PollRegistration: Hashable, Sendable {
    let id: Int
}

/// Names a timer of a poll thread.
public struct PollTimer: Hashable, Sendable {
    let id: Int
}

/// Registering happens on the poll thread, which is where the owning actor runs; elsewhere it traps.
extension PollThread {
    /// Calls the handler in every turn in which the socket is ready; it need not read everything at once.
    ///
    /// Unregister the socket before it is closed.
    public func register(
        _ socket: borrowing Socket, for events: PollEvents = .readable,
        handler: @escaping @Sendable (PollEvents) -> Void
    ) -> PollRegistration {
        checkIsolated()
        return PollRegistration(
            id: loop.register(socket: socket.pointer, descriptor: 0, events: events, handler: handler))
    }

    /// Calls the handler in every turn in which the descriptor is ready. Unregister it before it is closed.
    public func register(
        descriptor: Int32, for events: PollEvents = .readable, handler: @escaping @Sendable (PollEvents) -> Void
    ) -> PollRegistration {
        checkIsolated()
        return PollRegistration(
            id: loop.register(socket: nil, descriptor: descriptor, events: events, handler: handler))
    }

    /// Changes what a registration waits for; an empty set pauses it.
    public func setEvents(_ events: PollEvents, of registration: PollRegistration) {
        checkIsolated()
        loop.setEvents(events, of: registration.id)
    }

    /// Ends a registration: its handler is not called again, not even in this turn.
    public func unregister(_ registration: PollRegistration) {
        checkIsolated()
        loop.unregister(registration.id)
    }

    /// Makes a timer without a deadline. For an owner that knows its next deadline: one timer is enough for it.
    public func addTimer(_ handler: @escaping @Sendable () -> Void) -> PollTimer {
        checkIsolated()
        return PollTimer(id: loop.addTimer(handler))
    }

    /// Sets when the timer's handler is called next, up to a millisecond late; nil for not at all.
    public func setDeadline(_ deadline: ContinuousClock.Instant?, of timer: PollTimer) {
        checkIsolated()
        loop.setDeadline(deadline, of: timer.id)
    }

    /// Ends a timer.
    public func removeTimer(_ timer: PollTimer) {
        checkIsolated()
        loop.removeTimer(timer.id)
    }

    /// Makes a signal that other threads raise to have the handler called on this one.
    public func addSignal(_ handler: @escaping @Sendable () -> Void) -> PollSignal {
        checkIsolated()
        let signal = PollSignal(self, handler)
        loop.add(signal)
        return signal
    }

    /// Ends a signal; raising it does nothing from now on.
    public func removeSignal(_ signal: PollSignal) {
        checkIsolated()
        loop.remove(signal)
    }
}
