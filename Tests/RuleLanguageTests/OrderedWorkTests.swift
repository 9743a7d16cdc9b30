import RuleLanguage
import Synchronization
import Testing

@Suite("Work on all processors is handed over in its order")
struct OrderedWorkTests {
    private struct Stop: Error, Equatable {
        let at: Int
    }

    @Test("each item once, from the first to the last", arguments: [0, 1, 255, 256, 257, 20_000])
    func order(count: Int) {
        var taken: [Int] = []
        OrderedWork.run(count: count) {
            $0 * 3
        } take: {
            taken.append($0)
        }
        #expect(taken == (0..<count).map { $0 * 3 })
    }

    @Test("and ends with the first failure: few more are made then, and none is taken")
    func failure() {
        let made = Atomic<Int>(0)
        var taken = 0
        #expect(throws: Stop(at: 700)) {
            try OrderedWork.run(count: 1_000_000) { number -> Int in
                made.add(1, ordering: .relaxed)
                return number
            } take: { number throws(Stop) in
                if number == 700 { throw Stop(at: number) }
                taken += 1
            }
        }
        #expect(taken == 700)
        #expect(made.load(ordering: .relaxed) < 100_000)
    }

    @Test("where taking is slow, so many are made ahead and no more")
    func bound() {
        let made = Atomic<Int>(0)
        var ahead = 0
        var taken = 0
        OrderedWork.run(count: 60_000) { number -> Int in
            made.add(1, ordering: .relaxed)
            return number
        } take: { _ in
            taken += 1
            for _ in 0..<20 { ahead = max(ahead, made.load(ordering: .relaxed) - taken) }
        }
        #expect(ahead < 20_000)
    }
}
