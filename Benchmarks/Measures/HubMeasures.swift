internal import ExchangeProtocol
internal import Foundation
internal import Synchronization

/// The hub as its clients see it: another process, TCP, CURVE, every alert judged, matched against the rules of twenty
/// desks and synced to disk before its receipt.
enum HubMeasures {
    static let all = [
        Measurements.Measure(prefix: "hub.publish", run: publish),
        Measurements.Measure(prefix: "hub.fanout20", run: fanOut),
        Measurements.Measure(prefix: "hub.latency", run: latency),
        Measurements.Measure(prefix: "index.lag", run: indexLag),
    ]

    private static let desks = 20
    private static let rounds = 3

    // MARK: Publishing

    private static func publish(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let hub = try HubProcess(desks: desks)
        // Rules that are evaluated on every alert and ask for none of these.
        let desks = try Desks(hub, count: desks, rule: { "goods.exists(g, g.quantity.value > \(1_000 + $0).0)" })
        defer { desks.stop() }
        var publisher = try Publisher(hub)
        _ = try publisher.publish(scale(5_000, tiny: 10), window: 500, batch: 1)
        for (name, window, batch, count) in [
            ("window1", 1, 1, scale(3_000, tiny: 5)), ("window500", 500, 1, scale(100_000, tiny: 50)),
            ("batched", 2_048, 64, scale(100_000, tiny: 128)),
        ] {
            let commits = try publisher.journalStatus().commits
            let perSecond = try (0..<rounds).map { _ in
                Double(count) / (try publisher.publish(count, window: window, batch: batch))
            }
            let syncs = try publisher.journalStatus().commits - commits
            report(Figure(name: "hub.publish.\(name)", value: Stopwatch.median(perSecond), unit: "alerts/s"))
            report(
                Figure(
                    name: "hub.publish.\(name).per_sync", value: Double(rounds * count) / Double(max(1, syncs)),
                    unit: "alerts"))
        }
    }

    /// How far the index is behind after a burst of publishing, and how long it then takes to catch up.
    private static func indexLag(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let hub = try HubProcess(desks: 1)
        var publisher = try Publisher(hub)
        _ = try publisher.publish(scale(50_000, tiny: 50), window: 500, batch: 1)
        let begin = Stopwatch.now
        report(Figure(name: "index.lag", value: Double(try publisher.journalStatus().indexLag), unit: "alerts"))
        while try publisher.journalStatus().indexLag > 0 { usleep(20_000) }
        report(Figure(name: "index.lag.until_none", value: (Stopwatch.now - begin) * 1e3, unit: "ms"))
    }

    // MARK: Delivering

    private static func fanOut(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let hub = try HubProcess(desks: desks)
        let desks = try Desks(hub, count: desks, rule: { _ in "" })
        defer { desks.stop() }
        var publisher = try Publisher(hub)
        let count = scale(10_000, tiny: 10)
        let perSecond = try (1...rounds).map { round in
            let start = Stopwatch.now
            _ = try publisher.publish(count, window: 500, batch: 1)
            try desks.wait(for: round * count * Self.desks)
            return Double(count * Self.desks) / (Stopwatch.now - start)
        }
        report(Figure(name: "hub.fanout20", value: Stopwatch.median(perSecond), unit: "delivered/s"))
    }

    /// From before the PUBLISH is sent to after the DELIVER has come, at 500 alerts a second.
    private static func latency(_ scale: Scale, _ report: (Figure) -> Void) throws {
        let hub = try HubProcess(desks: 1)
        var publisher = try Publisher(hub)
        var desk = try RawClient.connect(to: HubClientAddress(hub, as: "desk-0"))
        try Desks.subscribe(&desk, rule: "", window: UInt64(scale(5_000, tiny: 10)))
        var microseconds: [Double] = []
        let count = scale(5_000, tiny: 10)
        let begin = Stopwatch.now
        for index in 0..<count {
            let due = begin + Double(index) / 500
            while Stopwatch.now < due { usleep(50) }
            let start = Stopwatch.now
            try publisher.send()
            try Desks.waitForAlert(&desk)
            microseconds.append((Stopwatch.now - start) * 1e6)
            try publisher.waitForReceipt()
        }
        report(Figure(name: "hub.latency.p50", value: Stopwatch.quantile(microseconds, 0.5), unit: "us"))
        report(Figure(name: "hub.latency.p99", value: Stopwatch.quantile(microseconds, 0.99), unit: "us"))
    }
}

/// A publisher that keeps a window of alerts under way.
struct Publisher: ~Copyable {
    private var client: RawClient
    private var alerts = BenchmarkAlerts.oneKibibyte
    private var nextID: UInt64 = 1

    init(_ hub: HubProcess) throws { client = try RawClient.connect(to: HubClientAddress(hub, as: "publisher")) }

    /// Publishes `count` alerts and answers the seconds until the last receipt.
    mutating func publish(_ count: Int, window: Int, batch: Int) throws -> Double {
        let texts = (0..<count).map { _ in alerts.next() }
        let start = Stopwatch.now
        var sent = 0
        var acknowledged = 0
        while acknowledged < count {
            while sent < count, sent - acknowledged + batch <= max(window, batch) {
                let end = min(sent + batch, count)
                try send(Array(texts[sent..<end]))
                sent = end
            }
            guard case .receipts(let refused, let accepted) = try client.receive() else { continue }
            guard refused == 0 else { throw MeasureFailure("\(refused) alerts of the measurement are refused") }
            acknowledged += accepted
        }
        return Stopwatch.now - start
    }

    /// What the hub says of its log.
    mutating func journalStatus() throws -> (commits: Int64, indexLag: Int64) { try client.journalStatus() }

    /// Sends one alert.
    mutating func send() throws { try send([alerts.next()]) }

    /// Waits for a receipt.
    mutating func waitForReceipt() throws {
        while true { if case .receipts = try client.receive() { return } }
    }

    private mutating func send(_ texts: [[UInt8]]) throws {
        let publish = Publish(firstPublishID: nextID, alertCount: texts.count, isSigned: false)
        nextID += UInt64(texts.count)
        try client.send(following: texts) { publish.encode(into: &$0) }
    }
}

/// Desks that count what they get, on one thread together: what is measured is the hub.
final class Desks: Sendable {
    private let delivered = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private static let waitSecondsMax = 120.0
    private static let window: UInt64 = 1 << 15

    /// Opens `count` desks with a rule each and begins to receive.
    init(_ hub: HubProcess, count: Int, rule: (Int) -> String) throws {
        for index in 0..<count {
            var client = try RawClient.connect(to: HubClientAddress(hub, as: "desk-\(index)"))
            try Self.subscribe(&client, rule: rule(index), window: Self.window)
            let box = DeskBox(client)
            Thread.detachNewThread { [self] in receive(box) }
        }
    }

    /// Ends the desks.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Waits until all desks together have got so many alerts.
    func wait(for count: Int) throws {
        let end = Stopwatch.now + Self.waitSecondsMax
        while delivered.load(ordering: .relaxed) < count {
            guard Stopwatch.now < end else { throw MeasureFailure("the desks did not get all alerts") }
            usleep(200)
        }
    }

    private func receive(_ box: DeskBox) {
        var sequence: UInt64 = 0
        var bytes = 0
        var granted: UInt64 = Self.window
        while !isStopped.load(ordering: .relaxed) {
            guard case .alerts(let count, let size, let last)? = try? box.client.receive() else { continue }
            sequence = last
            bytes += size
            delivered.add(count, ordering: .relaxed)
            if granted - sequence < Self.window / 2 {
                granted = sequence + Self.window
                let credit = Credit(sequenceLimit: granted, byteLimit: UInt64(bytes) + Self.window * 2_048)
                try? box.client.send { credit.encode(into: &$0) }
            }
        }
    }

    /// Opens a live subscription to everything, with a first credit.
    static func subscribe(_ client: inout RawClient, rule: String, window: UInt64) throws {
        let subscribe = Subscribe(
            tag: 1, mode: .durable, start: .latest, name: "bench", topics: [">"], rule: rule)
        try client.send { subscribe.encode(into: &$0) }
        _ = try client.receive()
        try client.send { Credit(sequenceLimit: window, byteLimit: window * 2_048).encode(into: &$0) }
    }

    /// Waits for an alert.
    static func waitForAlert(_ client: inout RawClient) throws {
        while true { if case .alerts = try client.receive() { return } }
    }
}

/// Lets a client move to the thread that uses it from then on.
///
/// Unchecked: it is handed over before the thread starts, and touched by that thread alone.
final class DeskBox: @unchecked Sendable {
    var client: RawClient

    init(_ client: consuming RawClient) { self.client = client }
}
