internal import Journal
internal import TransparencyLog

extension JournalContract {
    func newIsEmpty() throws {
        let journal = try make()
        try expect(journal.head == .beforeFirst, "head is \(journal.head)")
        try expect(journal.first == .first, "first is \(journal.first)")
        try expect(try journal.read(from: .first).isEmpty, "an entry was read")
        try expect(try journal.read(at: .beforeFirst) == nil, "an entry before the first was read")
        try expect(journal.controlState.count == 0, "there is control state")
        let commit = try journal.append([])
        try expect(commit.head == .beforeFirst && commit.first == nil, "an empty batch moved the head")
    }

    func entriesComeBack() throws {
        let journal = try make()
        let entries = Self.entries(1...50)
        let one = try journal.append(Array(entries[0..<1]))
        try expect(one.head == .first && one.first == .first, "the first commit's head is \(one.head)")
        let rest = try journal.append(Array(entries[1...]))
        try expect(rest.head == Position(50) && rest.first == Position(2), "the head is \(rest.head)")
        try expect(rest.leafHashes.count == 49, "\(rest.leafHashes.count) leaf hashes")
        try expect(journal.head == Position(50), "the head is \(journal.head)")
        try expect(journal.lastTime == entries[49].time, "the last time is another")
        try expectSame(try journal.read(from: .first), entries, "read from the first")
        try expectSame(try journal.read(from: Position(30)), Array(entries[29...]), "read from 30")
        for entry in entries {
            guard let found = try journal.read(at: entry.position) else {
                throw Breach(description: "nothing at \(entry.position)")
            }
            try expectSame([found], [entry], "read at \(entry.position)")
        }
        try expect(try journal.read(at: Position(51)) == nil, "an entry beyond the head was read")
        try expect(try journal.read(from: Position(.max)).isEmpty, "an entry at the last position was read")
    }

    func positionsFollow() throws {
        let journal = try make()
        for wrong: ClosedRange<UInt64> in [2...2, 5...6] {
            let error = try refusal("position \(wrong)") { () throws(JournalError) in
                _ = try journal.append(Self.entries(wrong))
            }
            try expect(
                error == .positionNotNext(expected: .first, found: Position(wrong.lowerBound)), "error \(error)")
        }
        _ = try journal.append(Self.entries(1...3))
        let again = try refusal("a position again") { () throws(JournalError) in
            _ = try journal.append(Self.entries(3...4))
        }
        try expect(again == .positionNotNext(expected: Position(4), found: Position(3)), "error \(again)")
        let hole = try refusal("a hole") { () throws(JournalError) in
            _ = try journal.append(Self.entries(4...4) + Self.entries(6...6))
        }
        try expect(hole == .positionNotNext(expected: Position(5), found: Position(6)), "error \(hole)")
    }

    func timesNeverGoBack() throws {
        let journal = try make()
        func entry(_ position: UInt64, _ time: UInt64) -> JournalEntry {
            JournalEntry(
                kind: .alert, position: Position(position), time: JournalTime(milliseconds: time), header: [1], body: []
            )
        }
        _ = try journal.append([entry(1, 10), entry(2, 10), entry(3, 12)])
        let error = try refusal("an earlier time") { () throws(JournalError) in
            _ = try journal.append([entry(4, 11)])
        }
        let last = JournalTime(milliseconds: 12)
        try expect(error == .timeGoesBack(last: last, found: JournalTime(milliseconds: 11)), "error \(error)")
    }

    func refusalLeavesNothing() throws {
        let journal = try make()
        let entries = Self.entries(1...4)
        _ = try journal.append(Array(entries[0..<2]))
        let key = Array("key".utf8)
        _ = try refusal("a hole") { () throws(JournalError) in
            let control = JournalEntry.control(.cursor, key: key, value: [1], time: .earliest)
            _ = try journal.append([control, entries[2]] + Self.entries(9...9))
        }
        try expect(journal.head == Position(2), "the head moved to \(journal.head)")
        try expect(journal.controlState.value(.cursor, key: key) == nil, "a refused control entry counts")
        _ = try journal.append(Array(entries[2...]))
        try expectSame(try journal.read(from: .first), entries, "after the refusal")
    }

    func readsAreBounded() throws {
        let journal = try make()
        _ = try journal.append(Self.entries(1...40, bodyBytes: 1000))
        for count in [1, 2, 7, 40, 100] {
            let found = try journal.read(from: .first, limit: ReadLimit(entries: count))
            try expect(found.count == min(count, 40), "\(found.count) entries for a limit of \(count)")
        }
        let few = try journal.read(from: .first, limit: ReadLimit(bytes: 3000))
        try expect((1...3).contains(few.count), "\(few.count) entries for 3000 bytes")
        let one = try journal.read(from: Position(7), limit: ReadLimit(bytes: 1))
        try expect(one.map(\.position) == [Position(7)], "an entry larger than the limit is withheld")
    }

    func readerGoesOn() throws {
        let journal = try make()
        var reader = JournalReader(journal)
        try expect(try reader.read().isEmpty, "something was read from an empty journal")
        for number: UInt64 in 1...20 {
            _ = try journal.append(Self.entries(number...number))
            try expectSame(try reader.read(), Self.entries(number...number), "following at \(number)")
            try expect(try reader.read().isEmpty, "an entry came twice")
        }
        reader.move(to: Position(5))
        try expectSame(try reader.read(), Self.entries(5...20), "after moving back")
    }

    func lastControlWins() throws {
        let journal = try make()
        let (one, two) = (Array("one".utf8), Array("two".utf8))
        let entries = Self.entries(1...2)
        _ = try journal.append([
            .control(.cursor, key: one, value: [1], time: .earliest), entries[0],
            .control(.cursor, key: one, value: [2], time: .earliest),
            .control(.subscription, key: one, value: [3], time: .earliest), entries[1],
        ])
        _ = try journal.append([.control(.cursor, key: two, value: [4], time: .earliest)])
        _ = try journal.append([.control(.subscription, key: one, value: [], time: .earliest)])
        let state = journal.controlState
        try expect(state.value(.cursor, key: one) == [2], "the last value of a key does not count")
        try expect(state.value(.cursor, key: two) == [4], "a key is missing")
        try expect(state.value(.subscription, key: one) == nil, "a removed key is there")
        try expect(state.values(of: .cursor).map(\.key) == [one, two], "the keys are not in order")
        try expectSame(try journal.read(from: .first), entries, "numbered entries alone")
        for (kind, key): (EntryKind, [UInt8]) in [(.cursor, []), (EntryKind(rawValue: 0), [1])] {
            _ = try refusal("a control entry without key, or kind 0") { () throws(JournalError) in
                _ = try journal.append([.control(kind, key: key, value: [1], time: .earliest)])
            }
        }
    }

    func leafHashIsRight() throws {
        let journal = try make()
        let entries = Self.entries(1...3)
        let commit = try journal.append(entries)
        for (entry, hash) in zip(entries, commit.leafHashes) {
            let wanted = entry.withUnsafeParts { header, body, signature in
                LeafHash.of(
                    header: header, bodyDigest: SHA256Digest(of: body), signatureDigest: SHA256Digest(of: signature))
            }
            try expect(hash == wanted, "the commit's leaf hash of \(entry.position) is another")
            try expect(
                try journal.read(at: entry.position)?.leafHash == wanted,
                "the stored leaf hash of \(entry.position) is another")
        }
    }

    func tooLargeIsRefused() throws {
        let journal = try make()
        let large = JournalEntry(
            kind: .alert, position: .first, time: .earliest, header: [],
            body: [UInt8](repeating: 0, count: JournalLimits.recordBytesMax))
        let error = try refusal("an entry of 2 MiB") { () throws(JournalError) in _ = try journal.append([large]) }
        guard case .tooLarge = error else { throw Breach(description: "error \(error)") }
        _ = try journal.append(Self.entries(1...1, bodyBytes: 1 << 20))
        try expectSame(try journal.read(from: .first), Self.entries(1...1, bodyBytes: 1 << 20), "an entry of 1 MiB")
    }

    func closedRefuses() throws {
        let journal = try make()
        try journal.close()
        let error = try refusal("an append after close") { () throws(JournalError) in
            _ = try journal.append(Self.entries(1...1))
        }
        try expect(error == .closed, "error \(error)")
        try journal.close()
    }

    func reopenKeepsAll() throws {
        guard let reopen else { return }
        var journal = try make()
        let epoch = journal.epoch
        let key = Array("desk".utf8)
        for round: UInt64 in 0..<5 {
            _ = try journal.append(
                Self.entries((round * 10 + 1)...(round * 10 + 10))
                    + [.control(.cursor, key: key, value: [UInt8(round) + 1], time: .earliest)])
            try journal.close()
            journal = try reopen(journal)
            try expect(journal.epoch == epoch, "the epoch is another")
            try expect(journal.head == Position(round * 10 + 10), "the head is \(journal.head)")
            try expect(journal.lastTime == Self.entries(journal.head.rawValue...journal.head.rawValue)[0].time, "time")
            try expect(journal.controlState.value(.cursor, key: key) == [UInt8(round) + 1], "the cursor is lost")
            try expectSame(try journal.read(from: .first), Self.entries(1...(round * 10 + 10)), "opened again")
        }
    }
}
