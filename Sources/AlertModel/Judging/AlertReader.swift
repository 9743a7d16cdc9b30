internal import JSONDocument

/// Reads one alert off its tape: the members that the exchange needs, and what is wrong with codes and life cycle.
///
/// Sound on any tape, also of an alert that its schema refuses: what has the wrong type or shape is passed over here,
/// because the schema's findings name it.
struct AlertReader: ~Copyable {
    let tape: JSONTape
    let table: AlertFieldTable
    let lists: CodeLists
    let issuesMax: Int

    /// The alert's own members.
    let alert: AlertMembers.Located
    private(set) var issues: [AlertIssue] = []
    /// Whether there were more issues than are kept.
    private(set) var isTruncated = false
    private(set) var hasErrors = false

    // Strings that had escapes, written out.
    private var copies: [UnsafeMutableRawBufferPointer] = []

    // Members that are judged and summed up: read once.
    private(set) var id: AlertIdentifier?
    private(set) var kind: AlertKind?
    private(set) var origin: MemberIdentifier?
    private(set) var messageType: MessageType?
    private(set) var sent: Int64?
    private(set) var effective: Int64?
    private(set) var expires: Int64?
    private(set) var reviewBy: Int64?

    var topics: [Topic] = []
    var recipients: [Recipient]?
    var references: [AlertReference] = []

    init(
        _ tape: JSONTape, _ members: borrowing AlertMembers, table: AlertFieldTable, lists: CodeLists, issuesMax: Int
    ) {
        (self.tape, self.table, self.lists, self.issuesMax) = (tape, table, lists, issuesMax)
        alert = members.locate(in: tape, by: table)
    }

    deinit {
        for copy in copies { copy.deallocate() }
    }

    // MARK: Reading

    /// The members of the object at a node.
    @inline(__always)
    func members(_ object: Int) -> ObjectMembers { ObjectMembers(of: object, in: tape, by: table) }

    /// The bytes of a string without escapes, nil where there is no string. Valid as long as the reader.
    @inline(__always)
    mutating func text(_ node: Int?) -> UnsafeRawBufferPointer? {
        guard let node, tape.kinds[node] == JSONKind.string.rawValue else { return nil }
        let value = JSONNode(tape: tape, index: node)
        return value.isEscaped ? unescaped(value) : value.rawBytes
    }

    @inline(never)
    private mutating func unescaped(_ value: JSONNode) -> UnsafeRawBufferPointer {
        value.withStringBytes { plain in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, plain.count), alignment: 1)
            copy.copyMemory(from: plain)
            copies.append(copy)
            return UnsafeRawBufferPointer(rebasing: copy[..<plain.count])
        }
    }

    /// A time, nil where it is absent or none.
    mutating func time(_ node: Int?) -> Int64? { text(node).flatMap(InternetTime.milliseconds) }

    /// A date as days since 1970, nil where it is absent or none.
    mutating func day(_ node: Int?) -> Int64? { text(node).flatMap(InternetTime.day) }

    /// A member's name, nil where it is absent or none.
    mutating func member(_ node: Int?) -> MemberIdentifier? { text(node).flatMap { MemberIdentifier($0) } }

    /// An alert's identifier, nil where it is absent or none.
    mutating func identifier(_ node: Int?) -> AlertIdentifier? { text(node).flatMap { AlertIdentifier($0) } }

    /// The node after an element of an array.
    @inline(__always)
    func following(_ node: Int) -> Int { tape.next(after: node) }

    /// The nodes of an array's elements, from the first to the end; empty for anything else.
    @inline(__always)
    func elements(_ node: Int?) -> Range<Int> {
        guard let node, tape.kinds[node] == JSONKind.array.rawValue else { return 0..<0 }
        return (node &+ 1)..<tape.next(after: node)
    }

    // MARK: Reporting

    /// Keeps an issue.
    mutating func report(_ rule: AlertRule, at node: Int, isWarning: Bool = false) {
        if !isWarning { hasErrors = true }
        guard issues.count < issuesMax else {
            isTruncated = true
            return
        }
        issues.append(AlertIssue(rule: rule, node: node, isWarning: isWarning))
    }

    // MARK: Judging

    /// Judges all members. `now` is the time in milliseconds since 1970, nil where it does not matter.
    mutating func readAll(now: Int64?, sentAheadMax: Int64) {
        readEnvelope()
        checkMember(origin, at: alert[.origin])
        readRecipients()
        readReferences()
        checkTimes(now: now, sentAheadMax: sentAheadMax)
        if let kind, let origin {
            checkReferences(kind: kind, origin: origin)
            readGoods(kind: kind, origin: origin)
        }
        readPlaces()
        readConveyance()
        readTraders()
    }

    private mutating func readEnvelope() {
        id = identifier(alert[.id])
        kind = text(alert[.kind]).flatMap { AlertKind($0) }
        origin = member(alert[.origin])
        messageType = text(alert[.messageType]).flatMap { MessageType($0) }
        sent = time(alert[.sent])
        effective = time(alert[.effective])
        expires = time(alert[.expires])
        reviewBy = time(alert[.reviewBy])
    }

    private mutating func readRecipients() {
        guard let list = alert[.recipients] else { return }
        let range = elements(list)
        var recipients: [Recipient] = []
        recipients.reserveCapacity(min(range.count, issuesMax))
        var node = range.lowerBound
        while node < range.upperBound {
            if let recipient = text(node).flatMap({ Recipient($0) }) {
                if case .member(let member) = recipient { checkMember(member, at: node) }
                recipients.append(recipient)
            }
            node = following(node)
        }
        self.recipients = recipients
    }

    private mutating func readReferences() {
        let range = elements(alert[.references])
        var node = range.lowerBound
        while node < range.upperBound {
            let reference = members(node)
            if let origin = member(reference[.origin]), let id = identifier(reference[.id]) {
                checkMember(origin, at: reference[.origin])
                references.append(AlertReference(origin: origin, id: id))
            }
            node = following(node)
        }
    }

    /// A country's member must be a country of the list.
    private mutating func checkMember(_ member: MemberIdentifier?, at node: Int?) {
        guard let node, let letters = member?.countryLetters else { return }
        if lists.countries.check(letters.0, letters.1) == .notListed { report(.unknownMember, at: node) }
    }
}
