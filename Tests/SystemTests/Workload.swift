import AlertModel
import CordonClient
import ExchangeProtocol
import TestSupport
import TransparencyLog

/// What a receipt promised.
struct Promise: Hashable, Sendable {
    let position: UInt64
    let leafHash: SHA256Digest
}

/// The id that an alert of a test ends with, and whose alert it is.
struct AlertKey: Hashable, Sendable {
    let origin: String
    let number: Int

    init(origin: String, number: Int) {
        self.origin = origin
        self.number = number
    }

    init(_ delivery: AlertDelivery) throws {
        let header = try delivery.header()
        self.init(origin: header.origin, number: Int(header.alertID & 0xffff_ffff_ffff))
    }
}

/// A publisher that keeps a number of alerts under way, and remembers what it was promised.
actor BusyPublisher {
    let origin: String
    private let client: CordonClient
    private let underWayMax: Int
    private let batch: Int
    private let narrativeBytes: Int
    private var numbers: [UInt64: Int] = [:]
    private var lastNumber = 0
    private var isEnding = false
    private(set) var promises: [AlertKey: Promise] = [:]
    private(set) var duplicates = 0
    /// What must not happen.
    private(set) var faults: [String] = []
    private var tasks: [Task<Void, Never>] = []

    init(_ client: CordonClient, origin: String, underWayMax: Int = 256, batch: Int = 16, narrativeBytes: Int = 0) {
        self.client = client
        self.origin = origin
        self.underWayMax = underWayMax
        self.batch = batch
        self.narrativeBytes = narrativeBytes
    }

    var receiptCount: Int { promises.count }
    /// Alerts handed to the client that have no receipt.
    var underWay: Int { numbers.count }

    func start() async throws {
        let receipts = await client.receipts()
        try await client.connect()
        tasks.append(
            Task {
                do {
                    for try await batch in receipts { take(batch) }
                } catch {
                    note("receipts ended: \(error)")
                }
            })
        tasks.append(Task { await publish() })
    }

    /// Publishes no more, and waits until everything has its receipt.
    func finish() async throws {
        isEnding = true
        await tasks[1].value
        try await client.flush(timeout: .seconds(30))
        let deadline = ContinuousClock.now + .seconds(5)
        while !numbers.isEmpty, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
        if !numbers.isEmpty { note("\(numbers.count) alerts without receipt") }
        await client.close()
    }

    private func publish() async {
        while !isEnding {
            guard numbers.count < underWayMax else {
                try? await Task.sleep(for: .milliseconds(2))
                continue
            }
            let first = lastNumber + 1
            lastNumber += batch
            let drafts = (first...lastNumber).map { number in
                OutgoingAlert(draft(number).bytes)
            }
            do {
                let given = try await client.publish(drafts)
                for (number, place) in zip(given, first...) { numbers[number] = place }
            } catch {
                note("publish: \(error)")
                return
            }
            // What came before the numbers were known.
            let early = unknown
            unknown = []
            take(early)
        }
    }

    /// Every third alert is one of wildlife, so that desks differ.
    func draft(_ number: Int) -> AlertDraft {
        AlertDraft(number).with {
            $0.origin = origin
            $0.narrativeBytes = narrativeBytes
            if number % 3 == 0 { $0.categories = ["environment.ivory"] }
        }
    }

    private var unknown: [AlertReceipt] = []

    private func take(_ batch: [AlertReceipt]) {
        for receipt in batch {
            guard let number = numbers.removeValue(forKey: receipt.number) else {
                unknown.append(receipt)
                continue
            }
            let key = AlertKey(origin: origin, number: number)
            switch receipt.outcome {
            case .accepted(let position, let leafHash): keep(key, Promise(position: position, leafHash: leafHash))
            case .duplicate(let position, let leafHash):
                duplicates += 1
                keep(key, Promise(position: position, leafHash: leafHash))
            case .refused(let error): note("alert \(number) of \(origin) was refused: \(error)")
            }
        }
    }

    private func keep(_ key: AlertKey, _ promise: Promise) {
        if let earlier = promises.updateValue(promise, forKey: key), earlier != promise {
            note("alert \(key) was promised position \(earlier.position) and \(promise.position)")
        }
    }

    private func note(_ fault: String) {
        if faults.count < 20 { faults.append(fault) }
    }
}

/// A desk with a durable subscription: remembers every alert that it acted on.
actor BusyDesk: CursorStore {
    private let client: CordonClient
    private let confirms: Bool
    private var cursor: Cursor?
    private var task: Task<Void, Never>?
    private(set) var alerts: [(key: AlertKey, promise: Promise)] = []
    private(set) var faults: [String] = []

    init(_ client: CordonClient, confirms: Bool = true) {
        self.client = client
        self.confirms = confirms
    }

    func load() -> Cursor? { cursor }

    func start(_ name: String, topics: [String], from start: Subscribe.Start = .earliest) async throws {
        try await client.connect()
        let subscription = try await client.subscribe(name, topics: topics, from: start, store: self)
        task = Task {
            do {
                for try await event in subscription {
                    guard case .alerts(let batch) = event, let last = batch.last else { continue }
                    for delivery in batch { try take(delivery) }
                    cursor = Cursor(epoch: last.epoch, position: last.position)
                    if confirms { await subscription.confirm(through: last.position) }
                }
            } catch {
                faults.append("the subscription ended: \(error)")
            }
        }
    }

    private func take(_ delivery: AlertDelivery) throws {
        if let last = alerts.last, last.promise.position >= delivery.position {
            faults.append("position \(delivery.position) after \(last.promise.position)")
        }
        alerts.append((try AlertKey(delivery), Promise(position: delivery.position, leafHash: delivery.leafHash)))
    }

    /// Waits until so many alerts came; false where they did not in time.
    func waitFor(_ count: Int, within limit: Duration = .seconds(20)) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while alerts.count < count {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        // One more than wanted would be a fault too.
        try await Task.sleep(for: .milliseconds(50))
        return true
    }

    func finish() async {
        await client.close()
        await task?.value
    }
}
