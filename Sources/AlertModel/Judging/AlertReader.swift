internal import JSONDocument

/// Reads one alert off its tape: the members that the exchange needs, and what is wrong with codes and life cycle.
///
/// Sound on any tape, also of an alert that its schema refuses: what has the wrong type or shape is passed over here,
/// because the schema's findings name it.
struct AlertReader {
    let tape: JSONTape
    let table: AlertFieldTable
    let lists: CodeLists
    let issuesMax: Int

    /// The alert's own members.
    let alert: AlertMembers
    private(set) var issues: [AlertIssue] = []
    /// Whether there were more issues than are kept.
    private(set) var isTruncated = false
    private(set) var hasErrors = false

    var topics: [Topic] = []
    var recipients: [Recipient]?
    var references: [AlertReference] = []

    init(_ tape: JSONTape, table: AlertFieldTable, lists: CodeLists, issuesMax: Int) {
        (self.tape, self.table, self.lists, self.issuesMax) = (tape, table, lists, issuesMax)
        alert = AlertMembers(of: 0, in: tape, by: table)
    }

    // MARK: Reading

    /// The members of the object at a node.
    func members(_ object: Int) -> AlertMembers { AlertMembers(of: object, in: tape, by: table) }

    /// Calls `body` with the bytes of a string; nil where there is no string.
    func withText<Result>(_ node: Int?, _ body: (UnsafeRawBufferPointer) -> Result?) -> Result? {
        guard let node, tape.kind(node) == .string else { return nil }
        return JSONNode(tape: tape, index: node).withStringBytes(body)
    }

    /// A time, nil where it is absent or none.
    func time(_ node: Int?) -> Int64? { withText(node) { InternetTime.milliseconds($0) } }

    /// A date as days since 1970, nil where it is absent or none.
    func day(_ node: Int?) -> Int64? { withText(node) { InternetTime.day($0) } }

    /// A member's name, nil where it is absent or none.
    func member(_ node: Int?) -> MemberIdentifier? { withText(node) { MemberIdentifier($0) } }

    /// An alert's identifier, nil where it is absent or none.
    func identifier(_ node: Int?) -> AlertIdentifier? { withText(node) { AlertIdentifier($0) } }

    /// The node after an element of an array.
    func following(_ node: Int) -> Int { tape.next(after: node) }

    /// The nodes of an array's elements, from the first to the end; empty for anything else.
    func elements(_ node: Int?) -> Range<Int> {
        guard let node, tape.kind(node) == .array else { return 0..<0 }
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
        let kind = withText(alert[.kind]) { AlertKind($0) }
        let origin = member(alert[.origin])
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

    private mutating func readRecipients() {
        guard let list = alert[.recipients] else { return }
        let range = elements(list)
        var recipients: [Recipient] = []
        recipients.reserveCapacity(min(range.count, issuesMax))
        var node = range.lowerBound
        while node < range.upperBound {
            if let recipient = withText(node, { Recipient($0) }) {
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
