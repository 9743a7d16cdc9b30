import ExchangeProtocol
import Foundation
import Journal
import JournalTesting
import TestSupport
import Testing
import Trust

@testable import Hub

/// Days of an exchange in milliseconds: everything that may happen happens in any order, as a seed decides.
@Suite struct SimulationTests {
    /// `CORDON_SIMULATION_SEEDS` names how many, few without it; `CORDON_SIMULATION_SEED` the only one.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let only = environment["CORDON_SIMULATION_SEED"].flatMap({ UInt64($0) }) { return [only] }
        return Array(1...(environment["CORDON_SIMULATION_SEEDS"].flatMap { UInt64($0) } ?? 12))
    }()

    @Test(arguments: seeds)
    func `every alert reaches exactly whom it should, in order, and none twice`(seed: UInt64) throws {
        let run = try SimulatedExchange(seed: seed)
        try run.play(steps: 300)
        #expect(run.faults == [], "seed \(seed)")
    }

    @Test(arguments: [3 as UInt64, 17])
    func `the same seed gives the same actions`(seed: UInt64) throws {
        let traces = try (0..<2).map { _ in
            let run = try SimulatedExchange(seed: seed)
            run.bench.isTracing = true
            try run.play(steps: 250)
            return run.bench.trace
        }
        #expect(traces[0].count > 100)
        #expect(traces[0] == traces[1])
    }

    @Test func `the oracle sees an alert that is lost, repeated or out of order`() throws {
        for harm in SimulatedExchange.Harm.allCases {
            let run = try SimulatedExchange(seed: 5)
            run.harm = harm
            try run.play(steps: 400)
            #expect(!run.faults.isEmpty, "\(harm) went unseen")
        }
    }
}
