import Foundation
import Journal
import JournalTesting
import Testing
import TransparencyLog

@Suite("A publication is taken once")
struct RecentIdentifiersTests {
    /// A time-ordered id, as a UUIDv7 is.
    static func identifier(_ number: UInt64, origin: String = "GT") -> RecordIdentifier {
        let id = (0..<16).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (56 - 8 * $0) : $0) }
        return RecordIdentifier(id: id, origin: Array(origin.utf8)) ?? fallback
    }

    private static let fallback = RecordIdentifier(id: [UInt8](repeating: 0, count: 16), origin: [1])!

    private func digest(_ number: UInt64) -> SHA256Digest { SHA256Digest(of: Array("\(number)".utf8)) }

    private func record(_ number: UInt64) -> KnownRecord {
        KnownRecord(position: Position(number), bodyDigest: digest(number), leafHash: nil)
    }

    @Test("an identifier has a 16-byte id and an origin of 1 to 16 bytes, and keeps them")
    func identifiers() {
        let id = [UInt8](1...16)
        for origin in ["G", "GT", "ORG-WCO-RILO-WE1"] {
            let identifier = RecordIdentifier(id: id, origin: Array(origin.utf8))
            #expect(identifier?.id == id)
            #expect(identifier.map { String(decoding: $0.origin, as: UTF8.self) } == origin)
        }
        #expect(RecordIdentifier(id: id, origin: []) == nil)
        #expect(RecordIdentifier(id: id, origin: [UInt8](repeating: 65, count: 17)) == nil)
        #expect(RecordIdentifier(id: id, origin: [65, 0]) == nil)
        #expect(RecordIdentifier(id: id.dropLast(), origin: [65]) == nil)
        #expect(RecordIdentifier(id: id + [1], origin: [65]) == nil)
    }

    @Test("new, duplicate and conflict are told apart, by origin and id together")
    func verdicts() {
        var recent = RecentIdentifiers(capacity: 10)
        let one = Self.identifier(1)
        #expect(recent.verdict(one, bodyDigest: digest(1)) == .new)
        recent.insert(one, record(1))
        #expect(recent.verdict(one, bodyDigest: digest(1)) == .duplicate(record(1)))
        #expect(recent.verdict(one, bodyDigest: digest(2)) == .conflict(record(1)))
        #expect(recent.verdict(Self.identifier(1, origin: "MX"), bodyDigest: digest(1)) == .new)
        recent.setLeafHash(digest(9), at: Position(1))
        #expect(recent.record(of: one)?.leafHash == digest(9))
        recent.insert(one, record(5))
        #expect(recent.record(of: one)?.position == Position(1), "the first record stays")
    }

    @Test("what fell out of memory is unknown, what is newer than it is new, for each origin on its own")
    func eviction() {
        var recent = RecentIdentifiers(capacity: 100)
        for number: UInt64 in 1...250 {
            recent.insert(Self.identifier(number, origin: number.isMultiple(of: 2) ? "GT" : "MX"), record(number))
        }
        #expect(recent.count == 100)
        #expect(recent.evictedThrough == Position(150))
        for number: UInt64 in 1...250 {
            let identifier = Self.identifier(number, origin: number.isMultiple(of: 2) ? "GT" : "MX")
            let verdict = recent.verdict(identifier, bodyDigest: digest(number))
            #expect(verdict == (number <= 150 ? .unknown : .duplicate(record(number))))
        }
        #expect(recent.verdict(Self.identifier(251), bodyDigest: digest(1)) == .new)
        // 151 was published by MX; GT's greatest that fell out is 150.
        #expect(recent.verdict(Self.identifier(151), bodyDigest: digest(1)) == .new)
        #expect(recent.verdict(Self.identifier(149), bodyDigest: digest(1)) == .unknown)
        #expect(recent.verdict(Self.identifier(1, origin: "PA"), bodyDigest: digest(1)) == .new)
        recent.setLeafHash(digest(7), at: Position(200))
        #expect(recent.record(of: Self.identifier(200))?.leafHash == digest(7))
    }

    @Test("random ids, inserted and evicted many times over, agree with a plain dictionary")
    func againstModel() {
        var chance = SeededGenerator(seed: 5)
        var recent = RecentIdentifiers(capacity: 37)
        var model: [(RecordIdentifier, UInt64)] = []
        for number: UInt64 in 1...4000 {
            let identifier = Self.identifier(UInt64.random(in: 0..<200, using: &chance))
            let held = model.first { $0.0 == identifier }
            let verdict = recent.verdict(identifier, bodyDigest: digest(number))
            if let held {
                #expect(verdict == .conflict(record(held.1)))
            } else {
                #expect(verdict == .new || verdict == .unknown)
                recent.insert(identifier, record(number))
                model.append((identifier, number))
                if model.count > 37 { model.removeFirst() }
            }
            if number.isMultiple(of: 100) {
                for (identifier, number) in model {
                    #expect(recent.record(of: identifier)?.position == Position(number))
                }
            }
        }
    }

    @Test("more origins than are remembered singly are remembered together")
    func manyOrigins() {
        var recent = RecentIdentifiers(capacity: 1)
        let origins = RecentIdentifiers.originsMax + 10
        for number in 1...UInt64(origins) {
            recent.insert(Self.identifier(number, origin: "O\(number)"), record(number))
        }
        for number in 1..<UInt64(origins) {
            let identifier = Self.identifier(number, origin: "O\(number)")
            #expect(recent.verdict(identifier, bodyDigest: digest(number)) == .unknown)
        }
    }

    @Test("duplicates are found after a restart, from memory and from the index", arguments: [10, 1000])
    func restart(capacity: Int) throws {
        let folder = try TemporaryFolder()
        var log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(4 << 10))
        for number: UInt64 in 1...100 { _ = try log.append(JournalContract.entries(number...number)) }
        try log.close()

        log = try SegmentLog.open(folder: folder.path, hub: "hub", options: .small(4 << 10))
        let index = try IndexTests.open(folder.path, log)
        let identify: (JournalEntry) -> RecordIdentifier? = { IndexTests.columns($0)?.identifier }
        let full = try RecentIdentifiers.recovered(from: log, index: index, capacity: capacity, identify: identify)
        #expect(full.evictedThrough == Position(capacity == 10 ? 88 : 0), "all of the log was read")
        try IndexTests.feedAll(index, log)
        let recent = try RecentIdentifiers.recovered(from: log, index: index, capacity: capacity, identify: identify)
        for entry in JournalContract.entries(1...100) {
            let identifier = try #require(identify(entry) ?? RecordIdentifier(id: Array(0..<16), origin: [1]))
            guard identify(entry) != nil else { continue }
            let digest = SHA256Digest(of: Array(entry.body))
            let known = KnownRecord(
                position: entry.position, bodyDigest: digest, leafHash: entry.computeLeafHash())
            switch recent.verdict(identifier, bodyDigest: digest) {
            case .duplicate(let found): #expect(found == known)
            case .unknown:
                #expect(capacity == 10 && index.indexed >= recent.evictedThrough)
                #expect(try index.find(identifier) == known)
            case let verdict: Issue.record("\(entry.position): \(verdict)")
            }
        }
        let new = try #require(RecordIdentifier(id: [UInt8](repeating: 0xFF, count: 16), origin: Array("GT".utf8)))
        #expect(recent.verdict(new, bodyDigest: digest(1)) == .new)
        try log.close()
    }
}
