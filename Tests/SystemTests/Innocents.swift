import CordonClient
import ExchangeProtocol
import TestSupport

/// A publisher and a desk that do their work while somebody attacks the hub: each alert's way from one to the other is
/// measured.
actor Innocents {
    static let pause = Duration.milliseconds(10)

    private let publisher: CordonClient
    private let desk: CordonClient
    private var sentAt: [Int: ContinuousClock.Instant] = [:]
    private var latencies: [Int: Duration] = [:]
    private var lastNumber = 0
    private var isEnding = false
    private(set) var faults: [String] = []
    private(set) var received = 0
    private var tasks: [Task<Void, Never>] = []

    init(_ exchange: TestExchange) throws {
        publisher = try exchange.client("HN/publisher")
        desk = try exchange.client("CR/desk")
    }

    func start() async throws {
        try await publisher.connect()
        try await desk.connect()
        let subscription = try await desk.subscribe("all", topics: [">"], from: .latest)
        let receipts = await publisher.receipts()
        tasks = [
            Task {
                do {
                    for try await event in subscription {
                        guard case .alerts(let alerts) = event, let last = alerts.last else { continue }
                        for alert in alerts { try take(AlertKey(alert)) }
                        await subscription.confirm(through: last.position)
                    }
                } catch {
                    faults.append("the desk's subscription ended: \(error)")
                }
            },
            Task {
                do {
                    for try await batch in receipts {
                        for receipt in batch {
                            if case .refused(let error) = receipt.outcome { faults.append("refused: \(error)") }
                        }
                    }
                } catch {
                    faults.append("the publisher's receipts ended: \(error)")
                }
            },
            Task { await publish() },
        ]
    }

    private func publish() async {
        while !isEnding {
            lastNumber += 1
            sentAt[lastNumber] = .now
            do {
                try await publisher.publish([
                    OutgoingAlert(AlertDraft(lastNumber).with { $0.origin = "HN" }.bytes)
                ])
            } catch {
                faults.append("publish: \(error)")
                return
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func take(_ key: AlertKey) {
        guard key.origin == "HN", let sent = sentAt[key.number] else { return }
        if latencies.updateValue(.now - sent, forKey: key.number) != nil { faults.append("alert \(key.number) twice") }
        received += 1
    }

    /// The number of the alert published last: where a phase begins.
    var mark: Int { lastNumber }

    /// The 99th percentile of the latencies of what was published between two marks; waits for all of them.
    func slowest(from first: Int, through last: Int) async throws -> Duration {
        let deadline = ContinuousClock.now + .seconds(20)
        while (first...last).contains(where: { latencies[$0] == nil }) {
            guard ContinuousClock.now < deadline else {
                faults.append("alerts between \(first) and \(last) never came")
                return .seconds(20)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let sorted = (first...last).compactMap { latencies[$0] }.sorted()
        return sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
    }

    func finish() async {
        isEnding = true
        await tasks[2].value
        await publisher.close()
        await desk.close()
        for task in tasks { await task.value }
    }
}
