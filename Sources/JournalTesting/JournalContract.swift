public import Journal

/// What every journal must do; each backend's tests run all of it.
///
/// Free of any test library, so that a backend's tests may stand in any target. A check throws the first breach.
public struct JournalContract: Sendable {
    /// A promise that was not kept.
    public struct Breach: Error, CustomStringConvertible, Sendable {
        /// What was expected and what was found.
        public let description: String
    }

    /// One promise and how it is tried.
    public struct Check: Sendable, CustomStringConvertible {
        /// The promise, as a sentence.
        public let description: String
        /// Tries it with fresh journals.
        public let run: @Sendable (JournalContract) throws -> Void
    }

    /// Makes an empty journal.
    public let make: @Sendable () throws -> any JournalBackend

    /// Opens what was in a journal that was closed; nil where the backend keeps nothing.
    public let reopen: (@Sendable (any JournalBackend) throws -> any JournalBackend)?

    /// A contract with a backend.
    public init(
        make: @escaping @Sendable () throws -> any JournalBackend,
        reopen: (@Sendable (any JournalBackend) throws -> any JournalBackend)? = nil
    ) {
        self.make = make
        self.reopen = reopen
    }

    /// All promises.
    public static let checks: [Check] = [
        Check(description: "a new journal is empty") { try $0.newIsEmpty() },
        Check(description: "entries come back as they were appended") { try $0.entriesComeBack() },
        Check(description: "positions must follow the head") { try $0.positionsFollow() },
        Check(description: "times never go back") { try $0.timesNeverGoBack() },
        Check(description: "a refused batch leaves no trace") { try $0.refusalLeavesNothing() },
        Check(description: "reads are bounded by count and bytes") { try $0.readsAreBounded() },
        Check(description: "a reader at the head goes on with what is appended later") { try $0.readerGoesOn() },
        Check(description: "the last control entry of a key wins and none is read") { try $0.lastControlWins() },
        Check(description: "the leaf hash is that of the three parts") { try $0.leafHashIsRight() },
        Check(description: "an entry too large is refused") { try $0.tooLargeIsRefused() },
        Check(description: "a closed journal refuses appends") { try $0.closedRefuses() },
        Check(description: "all of it is there after the next opening") { try $0.reopenKeepsAll() },
    ]

    /// Entries number `range`, distinct in every part; those of the same number are the same everywhere.
    public static func entries(_ range: ClosedRange<UInt64>, bodyBytes: Int = 100) -> [JournalEntry] {
        range.map { number in
            JournalEntry(
                kind: [.alert, .tombstone, .directory, .rule][Int(number % 4)], position: Position(number),
                time: JournalTime(milliseconds: 1_700_000_000_000 + number / 3), header: Array("header \(number)".utf8),
                body: body(number, count: bodyBytes + Int(number % 7)),
                signature: number % 2 == 0 ? [] : Array("signature \(number)".utf8))
        }
    }

    private static func body(_ number: UInt64, count: Int) -> [UInt8] {
        let stamp = Array("body \(number);".utf8)
        return Array((stamp + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count)).prefix(count))
    }

    /// Whether two entries are the same in all that is stored.
    public static func same(_ one: JournalEntry, _ other: JournalEntry) -> Bool {
        one.kind == other.kind && one.position == other.position && one.time == other.time
            && one.header == other.header && one.body == other.body && one.signature == other.signature
            && (one.leafHash ?? one.computeLeafHash()) == (other.leafHash ?? other.computeLeafHash())
    }

    func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws {
        guard holds else { throw Breach(description: what()) }
    }

    func expectSame(_ found: [JournalEntry], _ wanted: [JournalEntry], _ what: String) throws {
        try expect(found.count == wanted.count, "\(what): \(found.count) entries where \(wanted.count) are due")
        for (one, other) in zip(found, wanted) {
            try expect(Self.same(one, other), "\(what): the entry at \(other.position) differs")
        }
    }

    /// Expects a refusal and returns it.
    func refusal(_ what: String, _ body: () throws(JournalError) -> Void) throws -> JournalError {
        do throws(JournalError) {
            try body()
        } catch {
            return error
        }
        throw Breach(description: "\(what) was not refused")
    }
}
