extension Directory {
    /// The revision that makes this directory out of an earlier one; nil where both say the same.
    ///
    /// The order is always the same: removals before what is set, each sorted by name.
    public func difference(from earlier: Directory) -> DirectoryRevision? {
        var changes: [DirectoryChange] = []
        let (oldMembers, newMembers) = (Self.byKey(earlier.members, \.id), Self.byKey(members, \.id))
        let (oldGroups, newGroups) = (Self.byKey(earlier.groups, \.name), Self.byKey(groups, \.name))
        for old in earlier.principals where principal(named: old.name) == nil {
            changes.append(.removePrincipal(old.name))
        }
        for old in earlier.groups where newGroups[old.name] == nil { changes.append(.removeGroup(old.name)) }
        for old in earlier.members where newMembers[old.id] == nil { changes.append(.removeMember(old.id)) }
        for new in members where oldMembers[new.id] != new { changes.append(.setMember(new)) }
        for new in groups where oldGroups[new.name] != new { changes.append(.setGroup(new)) }
        for new in principals where earlier.principal(named: new.name)?.entry != new.entry {
            changes.append(.setPrincipal(new.entry))
        }
        return changes.isEmpty ? nil : DirectoryRevision(number: earlier.revision + 1, changes: changes)
    }

    /// The directory after a revision, which must be the one that follows. Throws where it is not, where it removes what
    /// is not there, or where the result would be inconsistent.
    public func applying(_ next: DirectoryRevision) throws(DirectoryError) -> Directory {
        guard next.number == revision + 1 else {
            throw DirectoryError("revision \(next.number) does not follow revision \(revision)")
        }
        var members = Self.byKey(members, \.id)
        var groups = Self.byKey(groups, \.name)
        var principals = Self.byKey(principals.map(\.entry), \.name)
        for change in next.changes {
            var isKnown = true
            switch change {
            case .removePrincipal(let name): isKnown = principals.removeValue(forKey: name) != nil
            case .removeGroup(let name): isKnown = groups.removeValue(forKey: name) != nil
            case .removeMember(let id): isKnown = members.removeValue(forKey: id) != nil
            case .setMember(let member): members[member.id] = member
            case .setGroup(let group): groups[group.name] = group
            case .setPrincipal(let entry): principals[entry.name] = entry
            }
            guard isKnown else {
                throw DirectoryError("revision \(next.number): \(change), but it was not in revision \(revision)")
            }
        }
        return try Directory(
            revision: next.number, members: Array(members.values), principals: Array(principals.values),
            groups: Array(groups.values))
    }

    private static func byKey<Value, Key: Hashable>(_ values: [Value], _ key: (Value) -> Key) -> [Key: Value] {
        var dictionary: [Key: Value] = [:]
        for value in values { dictionary[key(value)] = value }
        return dictionary
    }
}
