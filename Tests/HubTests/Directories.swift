import AlertModel
import Trust

/// Directories for tests.
enum Directories {
    /// A principal with a key of its own.
    static func principal(
        _ name: String, _ roles: PrincipalRoles, publish: [String] = [">"], subscribe: [String] = [">"],
        publishFor: [String] = [], clearance: TrafficLight = .red, exercises: ExerciseStanding = .allowed,
        isDisabled: Bool = false
    ) throws -> PrincipalEntry {
        let patterns = { (texts: [String]) in TopicRights(try texts.map { try TopicPattern(parsing: $0) }) }
        return PrincipalEntry(
            name: PrincipalName(name)!, roles: roles, keys: [PrincipalKey(publicKey: key(of: name))],
            publish: roles.contains(.publisher) ? try patterns(publish) : TopicRights(),
            subscribe: roles.contains(.desk) ? try patterns(subscribe) : TopicRights(),
            publishFor: publishFor.map { MemberIdentifier($0)! }, clearance: clearance, exercises: exercises,
            isDisabled: isDisabled)
    }

    /// The key of a principal of that name.
    static func key(of name: String) -> TransportKey {
        var bytes = [UInt8](repeating: 1, count: 32)
        for (index, byte) in name.utf8.prefix(24).enumerated() { bytes[index] = byte }
        return TransportKey(bytes: bytes)!
    }

    static func of(
        _ principals: [PrincipalEntry], groups: [String: [String]] = [:], revision: UInt64 = 1
    ) throws -> Directory {
        var ids = Set(principals.map(\.name.member) + principals.flatMap(\.publishFor))
        for member in groups.values.flatMap({ $0 }) { ids.insert(MemberIdentifier(member)!) }
        return try Directory(
            revision: revision, members: ids.map { Member(id: $0, name: "Customs of \($0)") }, principals: principals,
            groups: groups.map { MemberGroup(name: GroupName($0)!, members: $1.map { MemberIdentifier($0)! }) })
    }

    /// Two publishers, three desks, an operator; the desks may see all.
    static func usual() throws -> Directory {
        try of(
            [
                principal("GT/enforcement", .publisher), principal("HN/enforcement", .publisher),
                principal("CR/desk", .desk), principal("PA/desk", .desk), principal("NL/desk", .desk),
                principal("MX/operator", .operator),
            ], groups: ["sica": ["CR", "PA"]])
    }
}
