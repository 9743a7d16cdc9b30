import AlertModel
import JSONDocument

/// The parts of a directory as they were read, with where names and keys were seen first.
struct DirectoryParts {
    var members: [Member] = []
    var principals: [PrincipalEntry] = []
    var groups: [MemberGroup] = []
    var memberPlaces: [MemberIdentifier: JSONNode] = [:]
    var principalPlaces: [PrincipalName: JSONNode] = [:]
    var keyPlaces: [TransportKey: (owner: PrincipalName, node: JSONNode)] = [:]
}

extension DirectoryReader {
    static let directoryFields = ["$schema", "members", "groups"]
    static let memberFields = ["id", "name", "principals"]

    /// Reads the whole file.
    mutating func directory(_ root: JSONNode) -> DirectoryParts {
        var parts = DirectoryParts()
        let fields = fields(root, of: "the directory", known: Self.directoryFields, required: ["members"])
        guard let fields else { return parts }
        if let node = fields["$schema"], node.string == nil { report(node, "must be a string") }
        if let node = fields["members"] {
            for element in elements(node, of: "members", max: Directory.membersMax) { member(element, into: &parts) }
            checkPublishFor(in: node, parts: parts)
        }
        if let node = fields["groups"] { groups(node, into: &parts) }
        return parts
    }

    private mutating func member(_ node: JSONNode, into parts: inout DirectoryParts) {
        guard let fields = fields(node, of: "a member", known: Self.memberFields, required: Self.memberFields),
            let place = fields["id"], let id = parsed(place, DirectoryWords.member, { MemberIdentifier($0) })
        else { return }
        if let earlier = parts.memberPlaces[id] {
            report(place, "member \(id) is listed already, at \(earlier.position); put all principals there")
        } else {
            parts.memberPlaces[id] = place
        }
        if let countries = vocabulary?.countries, id.isCountry, !countries.contains(id.description) {
            report(place, "\(id) is no country of ISO 3166-1; an organisation is written ORG- and its name")
        }
        let name = fields["name"].flatMap { parsed($0, "a name of 1 to 160 bytes", Self.memberName) }
        parts.members.append(Member(id: id, name: name ?? ""))
        guard let list = fields["principals"] else { return }
        for element in elements(list, of: "principals", max: Directory.principalsPerMemberMax) {
            guard let (entry, keys) = principal(element, of: id) else { continue }
            add(entry, keys: keys, at: element, into: &parts)
        }
    }

    private static func memberName(_ text: String) -> String? {
        let isGood = (1...memberNameBytesMax).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 }
        return isGood ? text : nil
    }

    private mutating func add(
        _ entry: PrincipalEntry, keys: [JSONNode], at node: JSONNode, into parts: inout DirectoryParts
    ) {
        if let earlier = parts.principalPlaces[entry.name] {
            report(node, "principal \(entry.name) is listed already, at \(earlier.position); names are unique")
        } else {
            parts.principalPlaces[entry.name] = node
        }
        for (key, place) in zip(entry.keys, keys) {
            if let earlier = parts.keyPlaces[key.publicKey] {
                report(
                    place,
                    "the key is also that of \(earlier.owner), at \(earlier.node.position); each principal needs its own"
                )
            } else {
                parts.keyPlaces[key.publicKey] = (entry.name, place)
            }
        }
        parts.principals.append(entry)
    }

    /// Who may publish for an organisation should do so for one that exists. A country need not be a member: a regional
    /// office publishes for those, too, that are not connected yet.
    private mutating func checkPublishFor(in members: JSONNode, parts: DirectoryParts) {
        let key = JSONKey("publishFor")
        for principal in members.elements.lazy.compactMap({ $0["principals"] }).flatMap(\.elements) {
            for place in principal.member(key)?.elements.map({ $0 }) ?? [] {
                guard let id = place.string.flatMap({ MemberIdentifier($0) }), !id.isCountry,
                    parts.memberPlaces[id] == nil
                else { continue }
                warn(place, "\(id) is not a member of this directory")
            }
        }
    }

    private mutating func groups(_ node: JSONNode, into parts: inout DirectoryParts) {
        guard node.kind == .object else {
            return report(node, "groups must be an object: { \"name\": [members] }")
        }
        guard node.childCount <= Directory.groupsMax else {
            return report(node, "has \(node.childCount) groups; at most \(Directory.groupsMax) are allowed")
        }
        for (nameNode, value) in node.members {
            let name = parsed(nameNode, DirectoryWords.group) { GroupName($0) }
            let members = list(value, of: "members", each: DirectoryWords.member, max: Directory.membersMax) {
                MemberIdentifier($0)
            }
            for element in value.elements {
                guard let id = element.string.flatMap({ MemberIdentifier($0) }), parts.memberPlaces[id] == nil else {
                    continue
                }
                report(element, "\(id) is not a member of this directory; list it in members or take it out")
            }
            if value.kind == .array, value.childCount == 0 {
                warn(value, "the group is empty: alerts addressed to it reach nobody")
            }
            if let name { parts.groups.append(MemberGroup(name: name, members: members)) }
        }
    }
}
