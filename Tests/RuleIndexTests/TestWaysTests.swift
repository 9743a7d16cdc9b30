import CRuleScan
import TestSupport
import Testing

@testable import RuleIndex

@Suite("Short tests of rules")
struct TestWaysTests {
    /// An alert's columns and rules' tests at random: of every kind, on values that satisfy them and do not.
    private struct Sample {
        static let rankCount = 64
        var columns: [UInt32] = []
        var ranks: [UInt32] = []
        let columnCount: Int
        private var generator: SeededGenerator

        init(seed: UInt64, columnCount: Int) {
            generator = SeededGenerator(state: seed)
            self.columnCount = columnCount
            columns = (0...TestCode.columnMax).map { _ in UInt32.random(in: 0..<30, using: &generator) }
            ranks = (0..<Self.rankCount).map { _ in UInt32.random(in: 0..<30, using: &generator) }
        }

        mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

        mutating func test(mayBeLong: Bool) -> TestCode {
            let column = below(columnCount)
            let results = TestCode.Results(rawValue: UInt32(1 + below(7)))
            switch below(mayBeLong ? 6 : 5) {
            case 0...1: return TestCode(results, column: column, operand: below(30)) ?? .always
            case 2:
                let texts = (0..<(1 + below(5))).map { _ in ColumnValue.firstText + UInt32(below(20)) }
                return TestCode(setOf: texts, column: column) ?? .always
            case 3:
                let rank = below(Self.rankCount)
                return TestCode(results, column: column, operand: rank, isThreshold: true) ?? .always
            case 4: return .always
            default: return TestCode(long: below(1_000))
            }
        }

        /// Whether a short test holds, by its meaning.
        func holds(_ test: TestCode) -> Bool {
            let value = columns[test.column]
            if test.isSet { return test.texts.contains(value) }
            let operand = test.isThreshold ? ranks[Int(test.operand)] : test.operand
            return test.results.contains(value == operand ? .equal : value > operand ? .greater : .less)
        }

        /// Calls `body` with the alert as tests are made on it.
        func with<Result>(_ body: (inout crules_alert) -> Result) -> Result {
            columns.withUnsafeBufferPointer { columns in
                ranks.withUnsafeBufferPointer { ranks in
                    var alert = crules_alert(
                        columns: columns.baseAddress!, column_count: columnCount, ranks: ranks.baseAddress!,
                        rank_mask: UInt32(Self.rankCount - 1))
                    return body(&alert)
                }
            }
        }
    }

    private static let ways = [CRULES_PORTABLE, CRULES_AVX512].filter { crules_has($0) }
    private static let slack = Int(crules_slack)

    @Test("find the runs that hold, in every way that this processor knows", arguments: [5, 32, 33, 256])
    func runs(columnCount: Int) {
        for count in [0, 1, 7, 8, 9, 15, 16, 17, 31, 40, 100] {
            var sample = Sample(seed: UInt64(count + columnCount), columnCount: columnCount)
            let tests = (0..<count).map { _ in sample.test(mayBeLong: false) }
            let runs = [UInt32(500)] + tests.enumerated().flatMap { [$1.bits, UInt32($0 + 1) * 3] }
            let expected = tests.indices.filter { sample.holds(tests[$0]) }
            for way in Self.ways {
                var begins = [UInt32](repeating: 0, count: count + Self.slack)
                var ends = begins
                let found = sample.with { alert in
                    runs.withUnsafeBufferPointer {
                        crules_find_runs(way, &alert, $0.baseAddress! + 1, count, &begins, &ends)
                    }
                }
                #expect(found == expected.count)
                #expect(begins.prefix(found).elementsEqual(expected.map { $0 == 0 ? 500 : UInt32($0) * 3 }))
                #expect(ends.prefix(found).elementsEqual(expected.map { UInt32($0 + 1) * 3 }))
            }
        }
    }

    @Test("tell records that match from those that wait for long tests, in every way", arguments: [5, 32, 33, 256])
    func records(columnCount: Int) {
        for count in [0, 1, 15, 16, 17, 33, 200] {
            var sample = Sample(seed: UInt64(count * 7 + columnCount), columnCount: columnCount)
            let tests = (0..<count).map { _ in (0..<3).map { _ in sample.test(mayBeLong: true) } }
            let possible = tests.indices.filter { tests[$0].allSatisfy { $0.isLong || sample.holds($0) } }
            let pending = possible.filter { tests[$0].contains(where: \.isLong) }
            let matching = possible.filter { !pending.contains($0) }
            for way in Self.ways {
                var records = RecordList()
                let later = RecordList()
                defer {
                    records.deallocate()
                    later.deallocate()
                }
                for (rule, three) in tests.enumerated() {
                    records.append(UInt32(rule), three[0].bits, three[1].bits, three[2].bits)
                }
                var found = [UInt32](repeating: 0, count: count + Self.slack)
                var (lists, rest) = (records.lists, later.end)
                let counts = sample.with { crules_test_records(way, &$0, &lists, count, &found, &rest) }
                #expect(found.prefix(counts.matching).elementsEqual(matching.map { UInt32($0) }))
                #expect(counts.pending == pending.count)
                for (place, rule) in pending.enumerated() where place < counts.pending {
                    let codes = [rest.first[place], rest.second[place], rest.third[place]]
                    #expect(rest.rules[place] == UInt32(rule))
                    #expect(codes == tests[rule].map(\.bits))
                }
            }
        }
    }
}
