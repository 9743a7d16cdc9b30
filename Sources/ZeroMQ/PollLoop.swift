internal import CZeroMQ
internal import Glibc

/// What a poll thread waits for, and whom it calls; used on that thread alone.
final class PollLoop {
    private struct Registration {
        let id: Int
        var item: zmq_pollitem_t
        /// Nil once it is removed; the place is cleared before the next wait.
        var handler: (@Sendable (PollEvents) -> Void)?
    }

    private struct Timer {
        let id: Int
        var deadline: ContinuousClock.Instant?
        let handler: @Sendable () -> Void
    }

    private let wakeDescriptor: Int32
    private let onPollFailure: @Sendable (ZeroMQError) -> Void
    private var registrations: [Registration] = []
    private var timers: [Timer] = []
    private var signals: [PollSignal] = []
    private var lastID = 0
    /// The items of the last wait: first the wake descriptor, then the registrations in their order.
    private var items: [zmq_pollitem_t] = []
    private var isChanged = true

    init(wakeDescriptor: Int32, onPollFailure: @escaping @Sendable (ZeroMQError) -> Void) {
        self.wakeDescriptor = wakeDescriptor
        self.onPollFailure = onPollFailure
    }

    // MARK: Registering

    func register(
        socket: UnsafeMutableRawPointer?, descriptor: Int32, events: PollEvents,
        handler: @escaping @Sendable (PollEvents) -> Void
    ) -> Int {
        lastID += 1
        let item = zmq_pollitem_t(socket: socket, fd: descriptor, events: events.rawValue, revents: 0)
        registrations.append(Registration(id: lastID, item: item, handler: handler))
        isChanged = true
        return lastID
    }

    func setEvents(_ events: PollEvents, of id: Int) {
        guard let index = registrations.firstIndex(where: { $0.id == id }) else { return }
        registrations[index].item.events = events.rawValue
        isChanged = true
    }

    func unregister(_ id: Int) {
        guard let index = registrations.firstIndex(where: { $0.id == id }) else { return }
        registrations[index].handler = nil
        isChanged = true
    }

    func addTimer(_ handler: @escaping @Sendable () -> Void) -> Int {
        lastID += 1
        timers.append(Timer(id: lastID, deadline: nil, handler: handler))
        return lastID
    }

    func setDeadline(_ deadline: ContinuousClock.Instant?, of id: Int) {
        guard let index = timers.firstIndex(where: { $0.id == id }) else { return }
        timers[index].deadline = deadline
    }

    func removeTimer(_ id: Int) {
        timers.removeAll { $0.id == id }
    }

    func add(_ signal: PollSignal) {
        signals.append(signal)
    }

    func remove(_ signal: PollSignal) {
        signals.removeAll { $0 === signal }
    }

    func removeAll() {
        registrations.removeAll()
        timers.removeAll()
        signals.removeAll()
        isChanged = true
    }

    // MARK: One turn

    /// Waits until something is ready or due; true if another thread asked for the turn.
    func wait(atMost limit: Int?) -> Bool {
        rebuildItems()
        let timeout = limit ?? millisecondsToNextDeadline()
        let ready = items.withUnsafeMutableBufferPointer { zmq_poll($0.baseAddress, Int32($0.count), timeout) }
        guard ready < 0 else { return items[0].revents != 0 }
        let error = ZeroMQError.last
        for index in items.indices { items[index].revents = 0 }
        if error != .interrupted {
            // It would fail at every turn: without the sockets at least the jobs go on.
            registrations.removeAll()
            isChanged = true
            onPollFailure(error)
        }
        return true
    }

    private func rebuildItems() {
        guard isChanged else { return }
        isChanged = false
        registrations.removeAll { $0.handler == nil }
        items.removeAll(keepingCapacity: true)
        items.append(zmq_pollitem_t(socket: nil, fd: wakeDescriptor, events: PollEvents.readable.rawValue, revents: 0))
        items.append(contentsOf: registrations.map(\.item))
    }

    /// Calls the handler of every registration that the last wait found ready and that is still there.
    func callReady() {
        // Handlers may register and unregister: registrations are only appended and marked until the next wait.
        for index in items.indices.dropFirst() where items[index].revents != 0 {
            guard index <= registrations.count else { return }
            registrations[index - 1].handler?(PollEvents(rawValue: items[index].revents))
        }
    }

    var hasRaisedSignals: Bool { signals.contains { $0.isRaised } }

    func callSignals() {
        guard hasRaisedSignals else { return }
        for signal in signals { signal.callIfRaised() }
    }

    /// Calls timers that are due, each once; its handler sets the next deadline.
    func callTimers() {
        guard timers.contains(where: { $0.deadline != nil }) else { return }
        let now = ContinuousClock.now
        let due = timers.filter { $0.deadline.map { $0 <= now } ?? false }
        for timer in due {
            setDeadline(nil, of: timer.id)
            timer.handler()
        }
    }

    private func millisecondsToNextDeadline() -> Int {
        guard let next = timers.lazy.compactMap(\.deadline).min() else { return -1 }
        return ContinuousClock.now.duration(to: next).wholeMilliseconds
    }
}
