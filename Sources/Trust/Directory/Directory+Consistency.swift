import AlertModel

/// What every directory holds to, whether it comes from a file, from the log or from a program: so that whatever is
/// written to the log can be read from it.
extension Directory {
    /// The times that can be written, in milliseconds since 1970: years 0000 to 9999.
    private static let timeRange: Range<Int64> = -62_167_219_200_000..<253_402_300_800_000

    static func check(members: [Member], groups: [MemberGroup]) throws(DirectoryError) {
        guard members.count <= membersMax, groups.count <= groupsMax else {
            throw DirectoryError("more than \(membersMax) members or \(groupsMax) groups")
        }
        for (one, next) in zip(members, members.dropFirst()) where one.id == next.id {
            throw DirectoryError("member \(one.id) is listed twice")
        }
        for (one, next) in zip(groups, groups.dropFirst()) where one.name == next.name {
            throw DirectoryError("group \(one.name) is listed twice")
        }
        let known = Set(members.map(\.id))
        for group in groups {
            for (one, next) in zip(group.members, group.members.dropFirst()) where one == next {
                throw DirectoryError("group \(group.name) lists \(one) twice")
            }
            for member in group.members where !known.contains(member) {
                throw DirectoryError("group \(group.name) lists \(member), which is not a member")
            }
        }
    }

    static func check(principals: [Principal], members: [Member]) throws(DirectoryError) {
        let known = Set(members.map(\.id))
        var counts: [MemberIdentifier: Int] = [:]
        for principal in principals {
            let name = principal.name
            guard known.contains(principal.member) else {
                throw DirectoryError("principal \(name) is of a member that is not listed")
            }
            counts[principal.member, default: 0] += 1
            guard counts[principal.member, default: 0] <= principalsPerMemberMax else {
                throw DirectoryError("member \(principal.member) has more than \(principalsPerMemberMax) principals")
            }
            if let fault = fault(of: principal.entry) { throw DirectoryError("principal \(name) \(fault)") }
        }
        for (one, next) in zip(principals, principals.dropFirst()) where one.name == next.name {
            throw DirectoryError("principal \(one.name) is listed twice")
        }
    }

    private static func fault(of entry: PrincipalEntry) -> String? {
        if entry.roles.names.isEmpty { return "has no role" }
        if entry.keys.isEmpty { return "has no key" }
        if entry.keys.count > keysPerPrincipalMax { return "has more than \(keysPerPrincipalMax) keys" }
        for rights in [entry.publish, entry.subscribe] {
            if rights.patterns.count > patternsMax { return "has more than \(patternsMax) patterns for one purpose" }
            if Set(rights.patterns).count < rights.patterns.count { return "has a pattern twice" }
        }
        if entry.publishFor.count > publishForMax { return "may publish for more than \(publishForMax) members" }
        if Set(entry.publishFor).count < entry.publishFor.count { return "has a member twice in publishFor" }
        for key in entry.keys {
            if !key.publicKey.isUsable { return "has a key that everybody could use" }
            if let first = key.notBefore, let end = key.notAfter, first >= end {
                return "has a key whose notAfter is not later than its notBefore"
            }
            for time in [key.notBefore, key.notAfter] {
                if let time, !timeRange.contains(time) { return "has a key with a time outside the calendar" }
            }
        }
        return nil
    }
}
