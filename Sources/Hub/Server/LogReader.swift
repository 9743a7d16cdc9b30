internal import AlertModel
internal import ExchangeProtocol
internal import JSONDocument
internal import Journal
internal import Trust

/// What the log's index knows: where an alert is, and where a time is.
protocol LogIndex: Sendable {
    /// The position up to which it knows the log.
    var indexed: Position { get }
    /// The alert of an identifier, nil where there is none among what is indexed.
    func find(_ identifier: RecordIdentifier) throws(JournalError) -> KnownRecord?
    /// The first position accepted at a time or later, nil where there is none among what is indexed.
    func position(atOrAfter time: JournalTime) throws(JournalError) -> Position?
}

extension JournalIndex: LogIndex {}

/// Answers questions to the log. It waits for the disk, so that it must not run on the hub's thread.
struct LogReader: ~Copyable {
    private let journal: any JournalBackend
    private let index: any LogIndex
    private var judge: AlertJudge

    init(journal: any JournalBackend, index: any LogIndex, judge: consuming AlertJudge) {
        self.journal = journal
        self.judge = judge
        self.index = index
    }

    /// Answers one question.
    mutating func answer(_ reading: LogReading) -> LogAnswer {
        switch reading {
        case .rules(let request): .rules(request.answer())
        case .replay(let request): .replayed(replay(request))
        case .references(let request): .references(find(request))
        case .time(let request): .time(find(request))
        case .identifier(let request):
            .identifier(IdentifierAnswer(ticket: request.ticket, found: entry(of: request.reference)))
        }
    }

    // MARK: Replay

    private mutating func replay(_ request: ReplayRequest) -> ReplayAnswer {
        var records: [ReplayAnswer.Found] = []
        do throws(JournalError) {
            let limit = ReadLimit(entries: HubLimits.replayEntriesMax, bytes: HubLimits.replayBytesMax)
            let entries = try journal.read(from: request.from, limit: limit)
            var through = entries.isEmpty ? request.through : request.from.previous
            var steps = 0
            for entry in entries where entry.position <= request.through {
                if steps > HubLimits.replayStepsMax { break }
                through = entry.position
                guard entry.kind == .alert, let found = look(at: entry, for: request, &steps) else { continue }
                records.append(found)
            }
            return ReplayAnswer(
                subscription: request.subscription, stamp: request.stamp, records: records, through: through,
                failure: nil)
        } catch {
            return ReplayAnswer(
                subscription: request.subscription, stamp: request.stamp, records: [],
                through: request.from.previous, failure: error)
        }
    }

    /// The record, if the subscription asks for it, or got what it updates or cancels.
    private mutating func look(
        at entry: JournalEntry, for request: ReplayRequest, _ steps: inout Int
    ) -> ReplayAnswer.Found? {
        guard let (summary, sender) = read(entry) else { return nil }
        let record = DeliveryRecord(entry: entry, facts: ReleaseFacts(summary, sender: sender))
        let terms = request.terms(at: entry.position)
        let isMatch = terms.match(topics: summary.topics, root: judge.tape.root, steps: &steps)
        // The text of the alert is at hand only until its references are read.
        let matched = isMatch || !summary.supersedes.isEmpty ? terms.matched(judge.tape.root, steps: &steps) : nil
        var wanted: [DeliveryRecord] = []
        for original in originals(summary.supersedes.prefix(HubLimits.referencesMax), depth: 0)
        where original.position < entry.position && original.position >= request.begin {
            guard let (facts, _) = read(original.entry) else { continue }
            if request.terms(at: original.position).match(
                topics: facts.topics, root: judge.tape.root, steps: &steps)
            {
                wanted.append(original)
            }
        }
        guard isMatch || !wanted.isEmpty else { return nil }
        return ReplayAnswer.Found(
            record: record, reason: isMatch ? .match : .followUp, originals: wanted, matched: matched)
    }

    /// Reads a recorded alert again; it is the document's text afterwards.
    private mutating func read(_ entry: JournalEntry) -> (AlertSummary, PrincipalName)? {
        guard let header = entry.recordHeader, let sender = PrincipalName(header.sender) else { return nil }
        guard var summary = entry.body.withUnsafeBytes({ judge.readAccepted($0) }) else { return nil }
        let topics = header.topics.compactMap { try? Topic(parsing: $0) }
        if topics.count == header.topics.count { summary.topics = topics }
        return (summary, sender)
    }

    // MARK: References

    private mutating func find(_ request: ReferenceRequest) -> ReferenceAnswer {
        ReferenceAnswer(ticket: request.ticket, found: originals(request.references[...], depth: 0))
    }

    /// The records of alerts, and of those that they update or cancel in turn.
    private mutating func originals(_ references: ArraySlice<AlertReference>, depth: Int) -> [DeliveryRecord] {
        var found: [DeliveryRecord] = []
        for reference in references {
            guard let entry = entry(of: reference), let (summary, sender) = read(entry) else { continue }
            found.append(DeliveryRecord(entry: entry, facts: ReleaseFacts(summary, sender: sender)))
            guard depth < HubLimits.referenceDepthMax else { continue }
            found += originals(summary.supersedes.prefix(HubLimits.referencesMax), depth: depth + 1)
            // A web of references is cut where it has grown to what one alert may refer to.
            if found.count >= HubLimits.referencesMax { break }
        }
        return found
    }

    /// The entry of an alert, by the index; what the index has not seen yet is read from the log.
    private func entry(of reference: AlertReference) -> JournalEntry? {
        let identifier = RecordIdentifier(reference)
        // Asked first: what the index takes in after it was asked must be read from the log.
        let indexed = index.indexed
        if let found = try? index.find(identifier) { return try? journal.read(at: found.position) }
        var reader = JournalReader(journal, at: indexed.next)
        while let entries = try? reader.read(), !entries.isEmpty {
            for entry in entries where RecordIdentifier(entry) == identifier { return entry }
        }
        return nil
    }

    // MARK: Time

    private func find(_ request: TimeRequest) -> TimeAnswer {
        guard case .time(let milliseconds) = request.subscribe.start else {
            return TimeAnswer(request: request, position: journal.head.next)
        }
        let position = try? index.position(atOrAfter: JournalTime(milliseconds: milliseconds))
        return TimeAnswer(request: request, position: position ?? journal.head.next)
    }
}

extension ReplayRequest {
    /// The terms that applied at a position.
    fileprivate func terms(at position: Position) -> SubscriptionTerms {
        if position >= terms.since { return terms }
        return earlierTerms.last { $0.since <= position } ?? earlierTerms.first ?? terms
    }
}
