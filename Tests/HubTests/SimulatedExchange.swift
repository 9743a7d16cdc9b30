import ExchangeProtocol
import Journal
import JournalTesting
import TestSupport
import Trust

@testable import Hub

/// Publishers and desks that do anything at any time, a disk and a log that answer late, and an oracle that knows who
/// must get what.
final class SimulatedExchange {
    /// What is broken on purpose, to see that the oracle notices.
    enum Harm: CaseIterable { case loss, repetition, disorder }

    /// A desk: what it asks for, and everything that it ever took.
    struct DeskState {
        let principal: String
        let topics: [String]
        let rule: String
        let wants: @Sendable (AlertDraft) -> Bool
        var isConnected = false
        /// What it acted on, once each: a durable consumer drops what it knows.
        var taken: [UInt64] = []
        var confirmed: UInt64 = 0
        /// What the hub was told and has not forgotten: it stores cursors lazily, so a crash may forget some.
        var acknowledged: UInt64 = 0
        var seenInSession: UInt64 = 0
        var readInbox = 0
    }

    let bench: HubBench
    var harm: Harm?
    private var random: SimulationGenerator
    private(set) var faults: [String] = []
    private var desks: [String: DeskState]
    private let deskNames = ["cr", "nl", "pa"]
    private let publishers = ["GT", "HN"]
    private var lastNumber = 0
    private var drafts: [Int: AlertDraft] = [:]
    /// Alerts without receipt, by publisher and publish id: sent again in the next session.
    private var underWay: [String: [UInt64: Int]] = ["GT": [:], "HN": [:]]
    private var toSend: [String: [Int]] = ["GT": [], "HN": []]
    private var readReceipts: [String: Int] = [:]
    private var promises: [Int: UInt64] = [:]

    init(seed: UInt64) throws {
        random = SimulationGenerator(seed: seed)
        bench = try HubBench(Directories.usual())
        bench.isPrompt = false
        desks = [
            "cr": DeskState(principal: "CR/desk", topics: [">"], rule: "") { _ in true },
            "pa": DeskState(principal: "PA/desk", topics: ["*.drugs.>"], rule: "") {
                $0.categories[0].hasPrefix("drugs")
            },
            "nl": DeskState(principal: "NL/desk", topics: [">"], rule: "place.country == \"GT\"") {
                $0.country == "GT"
            },
        ]
    }

    private func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    // MARK: What happens

    /// Lets so many things happen, then lets everything come to rest and compares.
    func play(steps: Int) throws {
        for name in publishers { try connectPublisher(name) }
        for name in deskNames { try connectDesk(name) }
        for _ in 0..<steps { try step() }
        try rest()
        compare()
    }

    private func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<25: publish(publishers.randomElement(using: &random)!)
        case 25..<45: bench.commit(Int.random(in: 1...6, using: &random))
        case 45..<60: bench.answerNext(pick(bench.readings.count))
        case 60..<75: bench.hearNext(pick(bench.answers.count))
        case 75..<83: grant(deskNames.randomElement(using: &random)!)
        case 83..<89: confirm(deskNames.randomElement(using: &random)!)
        case 89..<92: try toggleDesk(deskNames.randomElement(using: &random)!)
        case 92..<94: try reconnectPublisher(publishers.randomElement(using: &random)!)
        case 94..<96: failSending(deskNames.randomElement(using: &random)!)
        case 96: if chance(30) { try crash() }
        case 97: sayHelloAgain(deskNames.randomElement(using: &random)!)
        default: bench.pass(milliseconds: UInt64.random(in: 1...2_000, using: &random))
        }
        try readAll()
    }

    private func pick(_ count: Int) -> Int { count == 0 ? 0 : Int.random(in: 0..<count, using: &random) }

    private func connectPublisher(_ name: String) throws {
        try bench.connect(name, as: "\(name)/enforcement")
        toSend[name]!.append(contentsOf: underWay[name]!.sorted { $0.key < $1.key }.map(\.value))
        underWay[name] = [:]
        readReceipts[name] = 0
    }

    private func reconnectPublisher(_ name: String) throws {
        if chance(50) { bench.disconnect(name) } else { bench.disconnectOutside(name) }
        try connectPublisher(name)
    }

    private func publish(_ name: String) {
        var numbers: [Int] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            if !toSend[name]!.isEmpty, chance(70) {
                numbers.append(toSend[name]!.removeFirst())
            } else {
                numbers.append(invent(name))
            }
        }
        // Some are published twice though they have their receipt.
        if chance(10),
            let known = drafts.keys.sorted().filter({ drafts[$0]!.origin == name }).randomElement(using: &random)
        {
            numbers.append(known)
        }
        send(name, numbers)
    }

    private func send(_ name: String, _ numbers: [Int]) {
        let first = bench.publish(name, numbers.map { drafts[$0]!.bytes })
        for (offset, number) in numbers.enumerated() { underWay[name]![first + UInt64(offset)] = number }
    }

    private func invent(_ name: String) -> Int {
        lastNumber += 1
        let earlier = drafts.values.filter { $0.origin == name && $0.messageType == "alert" }.map(\.number).sorted()
        var draft = AlertDraft(lastNumber)
        draft.origin = name
        draft.country = chance(60) ? "GT" : "PA"
        draft.categories = [chance(50) ? "drugs.cocaine" : "environment.ivory"]
        if chance(20), let original = earlier.randomElement(using: &random) {
            draft.messageType = "update"
            draft.references = [original]
        }
        drafts[lastNumber] = draft
        return lastNumber
    }

    // MARK: Desks

    private func connectDesk(_ name: String) throws {
        let desk = desks[name]!
        try bench.connect(name, as: desk.principal)
        open(name)
    }

    /// Subscribes as the specification says: after the last confirmed, or by the hub's cursor.
    private func open(_ name: String) {
        let desk = desks[name]!
        desks[name]!.isConnected = true
        desks[name]!.readInbox = bench.peers[name]!.inbox.count
        desks[name]!.seenInSession = 0
        let start: Subscribe.Start =
            desk.confirmed == 0 ? .earliest : chance(50) ? .cursor : .position(desk.confirmed + 1)
        // With reasons a subscription is served from the log, without from memory: it gets the same.
        let options: Subscribe.Options = !desk.rule.isEmpty && chance(50) ? .reasons : []
        bench.subscribe(
            name, durable: "all", start: start, topics: desk.topics, rule: desk.rule, options: options, credit: 5)
    }

    private func toggleDesk(_ name: String) throws {
        guard desks[name]!.isConnected else { return try connectDesk(name) }
        desks[name]!.isConnected = false
        bench.disconnect(name)
    }

    private func sayHelloAgain(_ name: String) {
        guard desks[name]!.isConnected else { return }
        bench.hello(name)
        open(name)
    }

    private func failSending(_ name: String) {
        guard desks[name]!.isConnected else { return }
        bench.unreachable = bench.unreachable.isEmpty ? [name] : []
        guard bench.unreachable.isEmpty else { return }
        // The hub closed the session, or nothing was sent meanwhile: either way the client begins anew.
        for name in deskNames where desks[name]!.isConnected {
            bench.hello(name)
            open(name)
        }
    }

    private func grant(_ name: String) {
        guard desks[name]!.isConnected, !bench.unreachable.contains(name) else { return }
        bench.grant(name, UInt64.random(in: 5...20, using: &random))
    }

    private func confirm(_ name: String) {
        guard desks[name]!.isConnected, let last = desks[name]!.taken.last, desks[name]!.seenInSession > 0 else {
            return
        }
        let position = chance(70) ? min(last, desks[name]!.seenInSession) : desks[name]!.confirmed
        guard position > 0 else { return }
        desks[name]!.confirmed = max(desks[name]!.confirmed, position)
        bench.confirm(name, position)
        // A session that the hub ended, for silence perhaps, takes no confirmation.
        // Nor is one taken of what this session has not delivered.
        guard let key = bench.core.sessionsByRoutingID[bench.peers[name]!.routingID],
            bench.core.sessions[key]!.subscriptions[1] != nil, position <= desks[name]!.seenInSession
        else { return }
        desks[name]!.acknowledged = max(desks[name]!.acknowledged, position)
    }

    private func crash() throws {
        try bench.crash()
        bench.unreachable = []
        for name in publishers { try connectPublisher(name) }
        for name in deskNames {
            desks[name]!.isConnected = false
            desks[name]!.acknowledged = 0
            try connectDesk(name)
        }
    }

    // MARK: What comes

    private func readAll() throws {
        for name in publishers { readReceipts(of: name) }
        for name in deskNames where desks[name]!.isConnected { try readDeliveries(of: name) }
        if !bench.faults.isEmpty, faults.count < 10 { faults += bench.faults }
    }

    private func readReceipts(of name: String) {
        guard let peer = bench.peers[name] else { return }
        for received in peer.inbox.dropFirst(readReceipts[name]!) {
            guard case .receipt(let receipt) = received else { continue }
            guard let number = underWay[name]!.removeValue(forKey: receipt.publishID) else {
                faults.append("a receipt for \(receipt.publishID), which \(name) does not wait for")
                continue
            }
            guard receipt.outcome != .refused else {
                faults.append("alert \(number) was refused: \(receipt.code)")
                continue
            }
            if let earlier = promises.updateValue(receipt.position, forKey: number), earlier != receipt.position {
                faults.append("alert \(number) at \(earlier) and at \(receipt.position)")
            }
            if receipt.position > bench.journal.head.rawValue { faults.append("a receipt before the commit") }
        }
        readReceipts[name] = peer.inbox.count
    }

    private func readDeliveries(of name: String) throws {
        guard let peer = bench.peers[name] else { return }
        for received in peer.inbox.dropFirst(desks[name]!.readInbox) {
            guard case .delivered(let delivered) = received else { continue }
            if delivered.position > bench.journal.head.rawValue { faults.append("a delivery before the commit") }
            if delivered.position <= desks[name]!.acknowledged {
                faults.append("\(name) got \(delivered.position) again after it confirmed it")
            }
            let isKnown = desks[name]!.taken.last.map { delivered.position <= $0 } ?? false
            if !isKnown { take(delivered.position, name) }
            desks[name]!.seenInSession = delivered.position
        }
        desks[name]!.readInbox = peer.inbox.count
    }

    private func take(_ position: UInt64, _ name: String) {
        desks[name]!.taken.append(position)
        guard name == "cr", desks[name]!.taken.count == 20, let harm else { return }
        switch harm {
        case .loss: desks[name]!.taken.removeLast()
        case .repetition: desks[name]!.taken.append(position)
        case .disorder: desks[name]!.taken.swapAt(18, 19)
        }
    }

    // MARK: The end

    /// Everybody is there, sends what is left, takes what comes, until nothing happens any more.
    private func rest() throws {
        bench.unreachable = []
        for name in deskNames where !desks[name]!.isConnected { try connectDesk(name) }
        for name in deskNames {
            bench.hello(name)
            open(name)
        }
        for name in publishers {
            try reconnectPublisher(name)
            let numbers = toSend[name]!
            toSend[name] = []
            if !numbers.isEmpty { send(name, numbers) }
        }
        for _ in 0..<200 {
            bench.settle()
            let before = deskNames.map { bench.peers[$0]!.inbox.count }
            try readAll()
            for name in deskNames { bench.grant(name, 20) }
            bench.settle()
            if before == deskNames.map({ bench.peers[$0]!.inbox.count }) { break }
        }
        try readAll()
    }

    private func compare() {
        for (name, waiting) in underWay where !waiting.isEmpty {
            faults.append("\(waiting.count) of \(name) unanswered")
        }
        if promises.count != drafts.count { faults.append("\(drafts.count) alerts, \(promises.count) receipts") }
        if bench.journal.head.rawValue != UInt64(promises.count) {
            faults.append("\(bench.journal.head) records of \(promises.count) alerts")
        }
        for name in deskNames {
            let expected = promises.filter { isFor(desks[name]!, drafts[$0.key]!) }.map(\.value).sorted()
            let taken = desks[name]!.taken
            if taken != expected {
                let missing = Set(expected).subtracting(taken).sorted()
                let surplus = Set(taken).subtracting(expected).sorted()
                faults.append("\(name) took \(taken.count) of \(expected.count): without \(missing), beside \(surplus)")
            }
        }
    }

    /// Whether an alert is for a desk: it asks for it, or got what it updates.
    private func isFor(_ desk: DeskState, _ draft: AlertDraft) -> Bool {
        if desk.wants(draft) { return true }
        guard let original = draft.references.first, let position = promises[draft.number],
            let earlier = promises[original], earlier < position
        else { return false }
        // An update has topics of its own, to which the reader needs the right; all desks here hold all rights.
        return isFor(desk, drafts[original]!)
    }
}

/// A source of random numbers that repeats itself with its seed (SplitMix64).
struct SimulationGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
