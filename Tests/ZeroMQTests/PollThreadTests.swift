import Glibc
import Synchronization
import Testing

@testable import ZeroMQ

/// An actor pinned to a poll thread.
private actor Pinned {
    let thread: PollThread
    private(set) var order: [Int] = []
    private(set) var threads: Set<UInt> = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ thread: PollThread) {
        self.thread = thread
    }

    func note(_ number: Int) {
        order.append(number)
        threads.insert(SystemThread.current)
    }

    /// Starts tasks on this actor, which wait their turn behind each other.
    func noteInTasks(_ count: Int) async {
        let tasks = (0..<count).map { number in Task { note(number) } }
        for task in tasks { await task.value }
    }

    func isOnThread() -> Bool { thread.isCurrent }

    func perform<Result: Sendable>(_ body: @Sendable (isolated Pinned) throws -> Result) rethrows -> Result {
        try body(self)
    }
}

/// An actor that owns a ROUTER on a poll thread and answers every message with itself.
private actor EchoHub {
    private let thread: PollThread
    private let socket: Socket
    private var frames = MessageFrames(capacity: 8)
    private var registration: PollRegistration?
    private(set) var outcomes: [SendOutcome] = []
    let endpoint: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ thread: PollThread, in context: borrowing Context) throws {
        let socket = try Socket(.router, in: context)
        try socket.set(.routerMandatory, to: true)
        try socket.bind(to: "tcp://127.0.0.1:*")
        self.thread = thread
        endpoint = try socket.lastEndpoint
        self.socket = socket
    }

    func start() {
        registration = thread.register(socket) { [self] _ in
            assumeIsolated { $0.answer() }
        }
    }

    /// A bounded number a turn, so that the rest of the turn gets its share.
    private func answer() {
        for _ in 0..<16 {
            guard (try? socket.receive(into: &frames)) == .message else { return }
            if let outcome = try? socket.send(&frames) { outcomes.append(outcome) }
        }
    }

    func stop() {
        if let registration { thread.unregister(registration) }
        registration = nil
    }
}

@Suite struct PollThreadTests {
    @Test func `an actor's code runs on its thread and in order`() async throws {
        let thread = try PollThread(name: "pinned")
        defer { thread.stop() }
        let actor = Pinned(thread)
        await actor.noteInTasks(1_000)
        #expect(await actor.order == Array(0..<1_000))
        #expect(await actor.threads.count == 1)
        #expect(await actor.isOnThread())
        #expect(!thread.isCurrent)
        #expect(thread.statistics.jobs >= 1_000)
    }

    @Test func `wake-ups from other threads coalesce`() async throws {
        let thread = try PollThread(name: "waking")
        defer { thread.stop() }
        let actor = Pinned(thread)
        let calls = Atomic<Int>(0)
        let signal = await actor.perform { _ in thread.addSignal { calls.add(1, ordering: .relaxed) } }
        let isBusy = Atomic<Bool>(false)
        let mayGoOn = Atomic<Bool>(false)
        async let busy: Void = actor.perform { _ in
            isBusy.store(true, ordering: .releasing)
            while !mayGoOn.load(ordering: .acquiring) { usleep(500) }
        }
        while !isBusy.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(1)) }
        let before = thread.statistics
        for _ in 0..<10_000 {
            signal.raise()
            thread.wake()
        }
        #expect(thread.statistics.wakeUps - before.wakeUps <= 1)
        mayGoOn.store(true, ordering: .releasing)
        await busy
        #expect(eventually { calls.load(ordering: .relaxed) == 1 })
        // And one that comes later is not lost.
        signal.raise()
        #expect(eventually { calls.load(ordering: .relaxed) == 2 })
        await actor.perform { _ in thread.removeSignal(signal) }
        signal.raise()
        await actor.note(1)
        #expect(calls.load(ordering: .relaxed) == 2)
    }

    @Test func `no wake-up is lost between threads`() async throws {
        let thread = try PollThread(name: "race")
        defer { thread.stop() }
        let actor = Pinned(thread)
        let calls = Atomic<Int>(0)
        let signal = await actor.perform { _ in thread.addSignal { calls.add(1, ordering: .relaxed) } }
        let end = ContinuousClock.now + patience
        for number in 1...2_000 {
            signal.raise()
            // Each is answered before the next: a lost one would leave the thread waiting for ever.
            while calls.load(ordering: .relaxed) != number, ContinuousClock.now < end { sched_yield() }
        }
        #expect(calls.load(ordering: .relaxed) == 2_000)
    }

    @Test func `a registered socket is served by its actor`() async throws {
        let thread = try PollThread(name: "echo")
        let context = try Context()
        let hub = try EchoHub(thread, in: context)
        await hub.start()
        let endpoint = hub.endpoint
        let replies = try Self.exchange(500, with: endpoint, in: context)
        #expect(replies == (0..<500).map { UInt8(truncatingIfNeeded: $0) })
        #expect(await hub.outcomes.count == 500)
        await hub.stop()
        #expect(try Self.exchange(1, with: endpoint, in: context, within: stillness) == [])
        thread.stop()
    }

    private static func exchange(
        _ count: Int, with endpoint: String, in context: borrowing Context, within limit: Duration = patience
    ) throws -> [UInt8] {
        let client = try Socket(.dealer, in: context)
        try client.connect(to: endpoint)
        for number in 0..<count {
            var message = try Message([UInt8(truncatingIfNeeded: number)])
            #expect(try client.send(&message, mode: .blocking) == .sent)
        }
        var frames = MessageFrames(capacity: 1)
        var replies: [UInt8] = []
        while replies.count < count, try client.waitUntilReadable(for: limit) {
            if try client.receive(into: &frames) == .message { replies += frames.bytes(ofFrame: 0) }
        }
        return replies
    }

    @Test func `a descriptor is watched for what is asked`() async throws {
        let thread = try PollThread(name: "descriptor")
        defer { thread.stop() }
        let actor = Pinned(thread)
        let event = try EventDescriptor()
        let descriptor = event.descriptor
        let seen = Mutex<[Int16]>([])
        let seenEvents: @Sendable () -> [Int16] = { seen.withLock { $0 } }
        let registration = await actor.perform { _ in
            thread.register(descriptor: descriptor, for: []) { events in seen.withLock { $0.append(events.rawValue) } }
        }
        event.signal()
        await actor.note(1)
        #expect(seenEvents().isEmpty)
        await actor.perform { _ in thread.setEvents(.readable, of: registration) }
        #expect(eventually { seenEvents().count > 2 })
        await actor.perform { _ in thread.setEvents(.writable, of: registration) }
        #expect(eventually { seenEvents().last == PollEvents.writable.rawValue })
        await actor.perform { _ in thread.unregister(registration) }
        await actor.note(2)
        let count = seenEvents().count
        await actor.note(3)
        #expect(seenEvents().count == count)
        #expect(seenEvents().first == PollEvents.readable.rawValue)
    }

    @Test func `a timer is called once at its deadline, and anew when it is set again`() async throws {
        let thread = try PollThread(name: "timer")
        defer { thread.stop() }
        let actor = Pinned(thread)
        let calls = Mutex<[ContinuousClock.Instant]>([])
        let count: @Sendable () -> Int = { calls.withLock { $0.count } }
        let timer = await actor.perform { _ in
            thread.addTimer { calls.withLock { $0.append(.now) } }
        }
        let deadline = ContinuousClock.now + .milliseconds(30)
        await actor.perform { _ in thread.setDeadline(deadline, of: timer) }
        #expect(eventually { count() == 1 })
        #expect(calls.withLock { $0[0] } >= deadline)
        await actor.perform { _ in thread.setDeadline(.now - .seconds(1), of: timer) }
        #expect(eventually { count() == 2 })
        await actor.perform { _ in
            thread.setDeadline(.now + .milliseconds(20), of: timer)
            thread.setDeadline(nil, of: timer)
        }
        #expect(!eventually(within: .milliseconds(60)) { count() > 2 })
        await actor.perform { _ in thread.removeTimer(timer) }
        await actor.perform { _ in thread.setDeadline(.now, of: timer) }
        await actor.note(1)
        #expect(count() == 2)
    }

    @Test func `an actor outlives its thread`() async throws {
        let thread = try PollThread(name: "short")
        let actor = Pinned(thread)
        await actor.note(1)
        thread.stop()
        thread.stop()
        await withTaskGroup(of: Void.self) { group in
            for number in 2...200 { group.addTask { await actor.note(number) } }
        }
        #expect(Set(await actor.order) == Set(1...200))
        #expect(await actor.isOnThread(), "late jobs are isolated as well")
    }

    @Test func `a stop on the thread itself does not wait for itself`() async throws {
        let thread = try PollThread(name: "self-stop")
        let actor = Pinned(thread)
        await actor.perform { _ in thread.stop() }
        await actor.note(1)
        #expect(await actor.order == [1])
    }

    @Test func `a context shut down under the thread is told once, and jobs go on`() async throws {
        let failures = Mutex<[ZeroMQError]>([])
        let thread = try PollThread(name: "shutdown") { error in failures.withLock { $0.append(error) } }
        defer { thread.stop() }
        let actor = Pinned(thread)
        let context = try Context()
        let hub = try EchoHub(thread, in: context)
        await hub.start()
        context.shutdown()
        thread.wake()
        #expect(eventually { failures.withLock { $0 } == [.terminated] })
        await actor.note(1)
        #expect(await actor.order == [1])
        #expect(failures.withLock { $0 } == [.terminated])
    }
}
