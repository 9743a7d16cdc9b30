import AlertModel
import JSONDocument

/// The form of a revision in the log: JSON, every field written out, in an order that never changes, so that the same
/// revision is the same bytes and defaults may change without changing what was decided.
extension DirectoryRevision {
    /// The largest revision that is read.
    public static let bytesMax = DirectoryFile.fileBytesMax

    /// The bytes for the log.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 256 + 512 * changes.count)
        writer.object { writer in
            writer.member("revision", number)
            writer.name("changes")
            writer.array { writer in
                for change in changes { writer.object { change.write(into: &$0) } }
            }
        }
        return writer.bytes
    }

    /// Reads what `encoded` wrote. A field that is not known is an error: it may be a restriction.
    public init(decoding bytes: [UInt8]) throws(DirectoryError) {
        var document = JSONDocument(limits: JSONLimits(bytesMax: Self.bytesMax))
        do {
            try document.parse(bytes)
        } catch {
            throw DirectoryError("directory revision: \(error)")
        }
        defer { withExtendedLifetime(document) {} }
        // Nothing expires in the past: whether keys are valid is judged when they are used.
        var reader = DirectoryReader(file: "directory revision", now: .min)
        let revision = reader.revision(document.root)
        guard let revision, !reader.hasErrors else {
            let finding = reader.sortedFindings.first { $0.severity == .error }
            throw DirectoryError(finding?.description ?? "directory revision: not readable")
        }
        self = revision
    }
}

extension DirectoryReader {
    private static let changeNames = [
        "removePrincipal", "removeGroup", "removeMember", "setMember", "setGroup", "setPrincipal",
    ]

    fileprivate mutating func revision(_ root: JSONNode) -> DirectoryRevision? {
        let names = ["revision", "changes"]
        guard let fields = fields(root, of: "a revision", known: names, required: names),
            let numberNode = fields["revision"], let list = fields["changes"]
        else { return nil }
        guard let number = numberNode.integer.flatMap({ UInt64(exactly: $0) }), list.kind == .array else {
            report(numberNode, "a revision must have a number from 0 on and an array of changes")
            return nil
        }
        return DirectoryRevision(number: number, changes: list.elements.compactMap { change($0) })
    }

    private mutating func change(_ node: JSONNode) -> DirectoryChange? {
        guard let fields = fields(node, of: "a change", known: Self.changeNames, required: []), fields.count == 1,
            let (name, value) = fields.first
        else {
            report(node, "a change must be an object with one field")
            return nil
        }
        switch name {
        case "removePrincipal":
            return parsed(value, DirectoryWords.principal) { PrincipalName($0) }.map { .removePrincipal($0) }
        case "removeGroup": return parsed(value, DirectoryWords.group) { GroupName($0) }.map { .removeGroup($0) }
        case "removeMember":
            return parsed(value, DirectoryWords.member) { MemberIdentifier($0) }.map { .removeMember($0) }
        case "setMember": return memberChange(value)
        case "setGroup": return groupChange(value)
        default: return principalChange(value)
        }
    }

    private mutating func memberChange(_ node: JSONNode) -> DirectoryChange? {
        let names = ["id", "name"]
        guard let fields = fields(node, of: "a member", known: names, required: names), let idNode = fields["id"],
            let id = parsed(idNode, DirectoryWords.member, { MemberIdentifier($0) }), let nameNode = fields["name"],
            let name = parsed(nameNode, "a name", { $0 })
        else { return nil }
        return .setMember(Member(id: id, name: name))
    }

    private mutating func groupChange(_ node: JSONNode) -> DirectoryChange? {
        let names = ["name", "members"]
        guard let fields = fields(node, of: "a group", known: names, required: names), let nameNode = fields["name"],
            let name = parsed(nameNode, DirectoryWords.group, { GroupName($0) })
        else { return nil }
        let members = list(
            fields["members"], of: "members", each: DirectoryWords.member, max: Directory.membersMax
        ) { MemberIdentifier($0) }
        return .setGroup(MemberGroup(name: name, members: members))
    }

    private mutating func principalChange(_ node: JSONNode) -> DirectoryChange? {
        guard let place = node["member"], let member = parsed(place, DirectoryWords.member, { MemberIdentifier($0) })
        else {
            report(node, "a principal must have the field member")
            return nil
        }
        return principal(node, of: member, extraFields: ["member"]).map { .setPrincipal($0.entry) }
    }
}

extension DirectoryChange {
    /// Writes the change's one member.
    fileprivate func write(into writer: inout JSONWriter) {
        switch self {
        case .removePrincipal(let name): writer.member("removePrincipal", name.description)
        case .removeGroup(let name): writer.member("removeGroup", name.description)
        case .removeMember(let id): writer.member("removeMember", id.description)
        case .setMember(let member):
            writer.name("setMember")
            writer.object { writer in
                writer.member("id", member.id.description)
                writer.member("name", member.name)
            }
        case .setGroup(let group):
            writer.name("setGroup")
            writer.object { writer in
                writer.member("name", group.name.description)
                writer.strings("members", group.members.map(\.description))
            }
        case .setPrincipal(let entry):
            writer.name("setPrincipal")
            writer.object { entry.write(into: &$0) }
        }
    }
}

extension PrincipalEntry {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.member("member", name.member.description)
        writer.member("name", name.local.description)
        writer.strings("roles", roles.names)
        writer.name("keys")
        writer.array { writer in
            for key in keys { writer.object { key.write(into: &$0) } }
        }
        writer.strings("publish", publish.patterns.map(\.description))
        writer.strings("subscribe", subscribe.patterns.map(\.description))
        writer.strings("publishFor", publishFor.map(\.description))
        writer.member("clearance", clearance.description)
        writer.member("exercises", exercises.rawValue)
        writer.member("disabled", isDisabled)
    }
}

extension PrincipalKey {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.member("public", publicKey.z85)
        if let notBefore { writer.member("notBefore", InternetTime.text(milliseconds: notBefore)) }
        if let notAfter { writer.member("notAfter", InternetTime.text(milliseconds: notAfter)) }
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ name: String, _ values: [String]) {
        self.name(name)
        array { writer in
            for value in values { writer.string(value) }
        }
    }
}
