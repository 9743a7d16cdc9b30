import ExchangeProtocol
import Testing
import TransparencyLog

@testable import CordonClient

@Suite struct OutgoingQueueTests {
    /// SplitMix64, so that a run can be repeated.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static func receipt(_ number: UInt64) -> AlertReceipt {
        let outcome = AlertReceipt.Outcome.accepted(position: number, leafHash: LeafHash.emptyDigest)
        return AlertReceipt(number: number, alertID: "", outcome: outcome, findings: [])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever is sent, lost, refused for now and receipted, each alert is settled once and in order`(
        seed: UInt64
    ) {
        var random = Generator(state: seed)
        var queue = OutgoingQueue(firstNumber: 5)
        var nextID: UInt64 = 1
        /// What is on its way: publish id and number.
        var onTheWay: [(id: UInt64, number: UInt64)] = []
        var taken: [AlertReceipt] = []
        let total: UInt64 = 3_000
        var rounds = 0
        while taken.count < Int(total), rounds < 100_000 {
            rounds += 1
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<40:
                for _ in 0..<Int.random(in: 1...20, using: &random) where queue.endNumber < 5 + total {
                    queue.append(OutgoingAlert([UInt8](repeating: 1, count: 10)))
                }
            case 40..<65:
                let places = queue.nextWaiting(atMost: Int.random(in: 1...16, using: &random), bytesMax: 95)
                guard !places.isEmpty else { continue }
                #expect(places.count <= 9)
                for place in places {
                    onTheWay.append((nextID + UInt64(place - places.lowerBound), queue.number(at: place)))
                }
                queue.markSent(places, firstPublishID: nextID)
                nextID += UInt64(places.count)
            case 65..<98:
                for _ in 0..<8 where !onTheWay.isEmpty {
                    let sent = onTheWay.remove(at: Int.random(in: 0..<onTheWay.count, using: &random))
                    #expect(queue.number(ofPublishID: sent.id) == sent.number)
                    #expect(queue.number(ofPublishID: sent.id) == nil, "a second receipt is none")
                    if Int.random(in: 0..<10, using: &random) == 0 {
                        queue.markWaiting(sent.number)
                    } else {
                        queue.settle(Self.receipt(sent.number))
                    }
                }
                queue.takeSettled(into: &taken)
            default:
                queue.markAllWaiting()
                if let lost = onTheWay.first { #expect(queue.number(ofPublishID: lost.id) == nil) }
                onTheWay.removeAll()
            }
        }
        #expect(taken.map(\.number) == Array(5..<5 + total))
        #expect(queue.count == 0 && queue.byteCount == 0 && queue.unsettledCount == 0)
    }

    @Test func `an alert longer than a batch may be goes alone`() {
        var queue = OutgoingQueue(firstNumber: 1)
        for count in [10, 1_000, 10, 10] { queue.append(OutgoingAlert([UInt8](repeating: 1, count: count))) }
        var sizes: [Int] = []
        var id: UInt64 = 1
        while true {
            let places = queue.nextWaiting(atMost: 16, bytesMax: 100)
            guard !places.isEmpty else { break }
            sizes.append(places.count)
            queue.markSent(places, firstPublishID: id)
            id += UInt64(places.count)
        }
        #expect(sizes == [1, 1, 2])
    }

    @Test func `gaps that follow each other become one`() {
        let state = SubscriptionState(storedPosition: 0, openDeadline: 0)
        for from in 0..<1_000 as Range<UInt64> {
            state.append(SubscriptionGap(fromPosition: 10 * from + 1, toPosition: 10 * from + 9, skipped: 2))
        }
        guard case .gap(let gap)? = state.takeEvent() else {
            Issue.record("no gap")
            return
        }
        #expect(gap == SubscriptionGap(fromPosition: 1, toPosition: 9_999, skipped: 2_000))
        #expect(state.takeEvent() == nil)
    }

    @Test(arguments: [
        "", "[", "{}", "[1,{},{\"publishID\":\"1\"},{\"publishID\":-1,\"findings\":[]}]", "[{\"publishID\":1}]",
        "[{\"publishID\":1,\"findings\":{}}]", "[{\"publishID\":1,\"findings\":[]}", "\u{0}",
    ]) func `a report that says nothing is no findings`(text: String) {
        let findings = Array(text.utf8).withUnsafeBytes { ReceiptReport.findings(in: $0) }
        #expect(findings.isEmpty)
    }

    @Test func `findings are found by publish id, as they were written`() {
        let text = #"[{"x":[1], "publishID": 7,"findings" : [ {"code":"a\n"} ] },{"publishID":8,"findings":[]}]"#
        let findings = Array(text.utf8).withUnsafeBytes { ReceiptReport.findings(in: $0) }
        #expect(findings.mapValues { String(decoding: $0, as: UTF8.self) } == [7: #"[ {"code":"a\n"} ]"#, 8: "[]"])
    }
}
