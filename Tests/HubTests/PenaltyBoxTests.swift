import Testing
import Trust

@testable import Hub

@Suite struct PenaltyBoxTests {
    private static func key(_ number: UInt16) -> TransportKey {
        TransportKey(bytes: [UInt8](repeating: 9, count: 30) + [UInt8(number >> 8), UInt8(number & 0xff)])!
    }

    @Test func `whoever misbehaves again waits twice as long, up to a bound, and is forgiven in the end`() {
        let box = PenaltyBox()
        var now: Int64 = 1_000
        for wait: Int64 in [10, 20, 40, 80, 160, 320, 320] {
            #expect(!box.holds(Self.key(1), now: now))
            box.add(Self.key(1), now: now)
            box.add(Self.key(1), now: now + 1)
            #expect(box.holds(Self.key(1), now: now + wait * 1_000 - 1))
            now += wait * 1_000
            #expect(!box.holds(Self.key(1), now: now))
        }
        now += PenaltyBox.memoryMilliseconds
        box.add(Self.key(1), now: now)
        #expect(!box.holds(Self.key(1), now: now + PenaltyBox.firstWaitMilliseconds))
    }

    @Test func `others are let in`() {
        let box = PenaltyBox()
        box.add(Self.key(1), now: 0)
        #expect(!box.holds(Self.key(2), now: 1))
    }

    @Test func `no more keys are remembered than the bound says, and the next to be let in goes first`() {
        let box = PenaltyBox()
        for number in 0...UInt16(PenaltyBox.keysMax) { box.add(Self.key(number), now: Int64(number)) }
        #expect(!box.holds(Self.key(0), now: 2_000))
        #expect(box.holds(Self.key(1), now: 2_000))
        #expect(box.holds(Self.key(UInt16(PenaltyBox.keysMax)), now: 2_000))
    }
}
