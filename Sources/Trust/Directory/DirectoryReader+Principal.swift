import AlertModel
import JSONDocument

extension DirectoryReader {
    static let principalFields = [
        "name", "roles", "keys", "publish", "subscribe", "publishFor", "clearance", "exercises", "disabled",
    ]
    static let keyFields = ["public", "notBefore", "notAfter"]

    /// Reads one principal of a member. Nil where too little of it is right to be kept.
    mutating func principal(
        _ node: JSONNode, of member: MemberIdentifier, extraFields: [String] = []
    ) -> (entry: PrincipalEntry, keys: [JSONNode])? {
        let fields = fields(
            node, of: "a principal", known: Self.principalFields + extraFields,
            required: ["name", "roles", "keys"] + extraFields)
        guard let fields else { return nil }
        // Everything is read even where the name is not good, for the findings.
        let name = fields["name"].flatMap { node in
            parsed(node, DirectoryWords.principal) { PrincipalName(member: member, local: $0) }
        }
        let keys = keys(fields["keys"])
        let roles = roles(fields["roles"])
        let (publish, subscribe) = (patterns(fields["publish"]), patterns(fields["subscribe"]))
        let publishFor = list(
            fields["publishFor"], of: "members", each: DirectoryWords.member, max: Directory.publishForMax
        ) { MemberIdentifier($0) }
        let clearance = fields["clearance"].flatMap { node in
            choice(node, TrafficLight.allCases.map { ($0.description, $0) })
        }
        let exercises = fields["exercises"].flatMap { node in
            choice(node, ExerciseStanding.allCases.map { ($0.rawValue, $0) })
        }
        if let node = fields["disabled"], node.bool == nil { report(node, "must be true or false") }
        guard let name else { return nil }
        let entry = PrincipalEntry(
            name: name, roles: roles, keys: keys.map(\.key), publish: publish, subscribe: subscribe,
            publishFor: publishFor, clearance: clearance ?? PrincipalEntry.clearanceDefault,
            exercises: exercises ?? .allowed, isDisabled: fields["disabled"]?.bool ?? false)
        warnOfUselessRights(entry, fields: fields, node: node)
        return (entry, keys.map(\.node))
    }

    private mutating func roles(_ node: JSONNode?) -> PrincipalRoles {
        guard let node else { return [] }
        var roles: PrincipalRoles = []
        let nodes = elements(node, of: "roles", max: PrincipalRoles.named.count)
        for element in nodes {
            guard let role = choice(element, PrincipalRoles.named.map { ($0.name, $0.role) }) else { continue }
            if !roles.insert(role).inserted { report(element, "is listed twice; once is enough") }
        }
        if node.kind == .array, node.childCount == 0 {
            report(node, "a principal must have a role: publisher, desk or operator")
        }
        return roles
    }

    private mutating func patterns(_ node: JSONNode?) -> TopicRights {
        guard let node else { return TopicRights() }
        var patterns: [TopicPattern] = []
        for element in elements(node, of: "topic patterns", max: Directory.patternsMax) {
            guard let text = element.string else {
                report(element, "must be a topic pattern in quotes, such as \"seizure.drugs.>\"")
                continue
            }
            do throws(TopicError) {
                let pattern = try TopicPattern(parsing: text)
                if patterns.contains(pattern) { report(element, "is listed twice; once is enough") }
                patterns.append(pattern)
                warnOfUnknownCategory(text, element)
            } catch {
                report(element, "is no topic pattern: \(error)")
            }
        }
        return TopicRights(patterns)
    }

    /// A chapter or group that no alert can have makes a right that is never used.
    private mutating func warnOfUnknownCategory(_ pattern: String, _ node: JSONNode) {
        guard let categories = vocabulary?.categories else { return }
        let tokens = pattern.split(separator: ".").map(String.init)
        guard tokens.count > 1, !["*", ">", "general"].contains(tokens[1]) else { return }
        guard let chapter = categories.chapters.first(where: { $0.name == tokens[1] }) else {
            let guess = Spelling.suggestion(for: tokens[1], among: categories.chapters.map(\.name))
            return warn(node, "no alert has this chapter\(guess.map { "; did you mean \($0)?" } ?? "")")
        }
        guard tokens.count > 2, !["*", ">"].contains(tokens[2]) else { return }
        let groups = chapter.categories.map(\.group)
        guard !groups.contains(tokens[2]) else { return }
        let guess = Spelling.suggestion(for: tokens[2], among: groups)
        warn(node, "the chapter \(chapter.name) has no such group\(guess.map { "; did you mean \($0)?" } ?? "")")
    }

    private mutating func keys(_ node: JSONNode?) -> [(key: PrincipalKey, node: JSONNode)] {
        guard let node else { return [] }
        let nodes = elements(node, of: "keys", max: Directory.keysPerPrincipalMax)
        if node.kind == .array, node.childCount == 0 { report(node, "a principal must have a key") }
        let keys = nodes.compactMap { element in key(element).map { (key: $0, node: element) } }
        if !keys.isEmpty, keys.count == nodes.count, keys.allSatisfy({ $0.key.hasExpired(at: now) }) {
            warn(node, "every key has expired; the principal cannot connect")
        }
        return keys
    }

    private mutating func key(_ node: JSONNode) -> PrincipalKey? {
        guard let fields = fields(node, of: "a key", known: Self.keyFields, required: ["public"]) else { return nil }
        let notBefore = fields["notBefore"].flatMap { time($0) }
        let notAfter = fields["notAfter"].flatMap { time($0) }
        if let notBefore, let notAfter, let place = fields["notAfter"] {
            if notBefore >= notAfter { report(place, "notAfter must be later than notBefore") }
        }
        if let notAfter, notAfter <= now, let place = fields["notAfter"] {
            warn(place, "the key expired at \(InternetTime.text(milliseconds: notAfter)); take it off or renew it")
        }
        guard let place = fields["public"], let key = parsed(place, DirectoryWords.key, { TransportKey(z85: $0) })
        else {
            return nil
        }
        guard key.isUsable else {
            report(place, "is a key that everybody could use; make a new one with: cordon keys")
            return nil
        }
        return PrincipalKey(publicKey: key, notBefore: notBefore, notAfter: notAfter)
    }

    private mutating func time(_ node: JSONNode) -> Int64? {
        parsed(node, DirectoryWords.time) { InternetTime.milliseconds($0) }
    }

    /// Rights without the role, and roles without a right, are most likely forgotten halves.
    private mutating func warnOfUselessRights(_ entry: PrincipalEntry, fields: [String: JSONNode], node: JSONNode) {
        let halves: [(role: PrincipalRoles, name: String, field: String, isEmpty: Bool)] = [
            (.publisher, "publisher", "publish", entry.publish.patterns.isEmpty),
            (.desk, "desk", "subscribe", entry.subscribe.patterns.isEmpty),
        ]
        for half in halves {
            if entry.roles.contains(half.role), half.isEmpty, fields[half.field].map({ $0.kind == .array }) ?? true {
                warn(node, "has the role \(half.name) and no pattern in \(half.field)")
            } else if !entry.roles.contains(half.role), !half.isEmpty, let place = fields[half.field] {
                warn(place, "gives no right without the role \(half.name)")
            }
        }
        if entry.publishFor.contains(entry.name.member), let place = fields["publishFor"] {
            warn(place, "names the principal's own member, for which it may publish anyway")
        }
    }
}
