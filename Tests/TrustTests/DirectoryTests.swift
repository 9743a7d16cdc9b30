import AlertModel
import Testing

@testable import Trust

@Suite("Directory and its revisions")
struct DirectoryTests {
    private func base() throws -> Trust.Directory {
        try directory(
            [
                entry("GT/desk-1", [.desk], subscribe: ["seizure.>", "*.drugs.*.HN"], clearance: .amberStrict),
                entry("GT/system", [.publisher, .desk], publish: ["seizure.>"], publishFor: ["HN", "BB"]),
                entry("HN/desk", exercises: .only, isDisabled: true),
            ], groups: ["caricom": ["BB", "TT"], "sica": ["GT", "HN"]], revision: 7)
    }

    @Test("what is inconsistent is refused")
    func inconsistencies() throws {
        let key = [PrincipalKey(publicKey: TransportKeyPair.generate().publicKey)]
        let gt = Member(id: try member("GT"), name: "Guatemala")
        func make(
            members: [Member], _ entries: [PrincipalEntry], groups: [MemberGroup] = []
        ) throws -> Trust.Directory {
            try Trust.Directory(revision: 1, members: members, principals: entries, groups: groups)
        }
        let group = MemberGroup(name: try #require(GroupName("sica")), members: [try member("HN")])
        let twice = MemberGroup(name: group.name, members: [gt.id, gt.id])
        #expect(throws: DirectoryError.self) { try make(members: [gt, gt], []) }
        #expect(throws: DirectoryError.self) { try make(members: [], [entry("GT/a")]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a"), entry("GT/a")]) }
        #expect(throws: DirectoryError.self) {
            try make(members: [gt], [entry("GT/a", keys: key), entry("GT/b", keys: key)])
        }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", keys: key + key)]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [], groups: [group]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [], groups: [twice]) }
        #expect(throws: Never.self) { try make(members: [gt], [entry("GT/a", keys: key)]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", [])]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", keys: [])]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", subscribe: [">", ">"])]) }
        #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", publishFor: ["HN", "HN"])]) }
        let zero = PrincipalKey(publicKey: try #require(TransportKey(bytes: [UInt8](repeating: 0, count: 32))))
        let backwards = PrincipalKey(publicKey: key[0].publicKey, notBefore: 2, notAfter: 2)
        let endless = PrincipalKey(publicKey: key[0].publicKey, notAfter: .max)
        for bad in [zero, backwards, endless] {
            #expect(throws: DirectoryError.self) { try make(members: [gt], [entry("GT/a", keys: [bad])]) }
        }
        let many = try (0...Trust.Directory.principalsPerMemberMax).map { try entry("GT/p\($0)") }
        #expect(throws: DirectoryError.self) { try make(members: [gt], many) }
        #expect(throws: Never.self) { try make(members: [gt], many.dropLast()) }
    }

    @Test("the difference of two directories, applied, makes one out of the other")
    func differenceAndBack() throws {
        let old = try base()
        let key = PrincipalKey(publicKey: TransportKeyPair.generate().publicKey, notBefore: 0, notAfter: 86_400_001)
        var changed = try #require(old.principal(named: principalName("GT/desk-1"))).entry
        changed.keys.append(key)
        let new = try directory(
            [changed, entry("BB/desk"), #require(old.principal(named: principalName("GT/system"))).entry],
            groups: ["caricom": ["BB", "GT"], "new": ["BB"]], revision: 8)
        let revision = try #require(new.difference(from: old))
        #expect(revision.number == 8)
        #expect(
            revision.changes.map(\.description).map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
                "principal HN/desk removed", "group sica removed", "member HN removed", "member TT removed",
                "group caricom set,", "group new set,", "principal BB/desk set,", "principal GT/desk-1 set,",
            ])
        #expect(try old.applying(revision) == new)
        #expect(try #require(old.difference(from: new)).number == 9)
        #expect(new.difference(from: new) == nil)
    }

    @Test("revisions read back from the log rebuild the directory from nothing")
    func replay() throws {
        let first = try base()
        var log: [[UInt8]] = []
        var now = Trust.Directory.empty
        func record(_ next: Trust.Directory) throws {
            guard let revision = next.difference(from: now) else { return }
            log.append(revision.encoded())
            now = try now.applying(revision)
        }
        try record(first)
        try record(directory([entry("HN/desk")], groups: ["sica": []], alsoMembers: ["GT"]))
        try record(first)
        var rebuilt = Trust.Directory.empty
        for bytes in log { rebuilt = try rebuilt.applying(DirectoryRevision(decoding: bytes)) }
        #expect(log.count == 3)
        #expect(rebuilt.revision == 3)
        #expect(rebuilt.principals.map(\.entry) == first.principals.map(\.entry))
        #expect(rebuilt.groups == first.groups)
        #expect(rebuilt == now)
    }

    @Test("the encoding of a revision is the same bytes each time and survives decoding")
    func stableEncoding() throws {
        let revision = try #require(base().difference(from: .empty))
        let bytes = revision.encoded()
        let decoded = try DirectoryRevision(decoding: bytes)
        #expect(decoded == revision)
        #expect(decoded.encoded() == bytes)
    }

    @Test("the encoding is what it was: the log is read for years")
    func frozenEncoding() throws {
        let key = try #require(TransportKey(z85: ManualKeys.clientPublic))
        let revision = DirectoryRevision(
            number: 2,
            changes: [
                .removePrincipal(try principalName("GT/a")), .removeGroup(try #require(GroupName("g"))),
                .removeMember(try member("GT")), .setMember(Member(id: try member("HN"), name: "A \"B\"")),
                .setGroup(MemberGroup(name: try #require(GroupName("g")), members: [try member("HN")])),
                .setPrincipal(
                    try entry(
                        "HN/d", [.publisher, .desk], publish: ["seizure.*.*.HN"], subscribe: [">"], publishFor: ["BB"],
                        clearance: .amberStrict, exercises: .never,
                        keys: [PrincipalKey(publicKey: key, notBefore: 0, notAfter: 1_700_000_000_123)])),
            ])
        let expected = """
            {"revision":2,"changes":[{"removePrincipal":"GT/a"},{"removeGroup":"g"},{"removeMember":"GT"},\
            {"setMember":{"id":"HN","name":"A \\"B\\""}},{"setGroup":{"name":"g","members":["HN"]}},\
            {"setPrincipal":{"member":"HN","name":"d","roles":["publisher","desk"],\
            "keys":[{"public":"\(ManualKeys.clientPublic)","notBefore":"1970-01-01T00:00:00Z",\
            "notAfter":"2023-11-14T22:13:20.123Z"}],"publish":["seizure.*.*.HN"],"subscribe":[">"],\
            "publishFor":["BB"],"clearance":"AMBER+STRICT","exercises":"never","disabled":false}}]}
            """
        #expect(String(decoding: revision.encoded(), as: UTF8.self) == expected)
        #expect(try DirectoryRevision(decoding: Array(expected.utf8)) == revision)
    }

    @Test(
        "a revision that is damaged or says more than is understood is refused",
        arguments: [
            "", "{}", "[]", "{\"revision\":1}", "{\"revision\":-1,\"changes\":[]}", "{\"revision\":1,\"changes\":{}}",
            "{\"revision\":1,\"changes\":[{}]}", "{\"revision\":1,\"changes\":[{\"removeMember\":\"gt\"}]}",
            "{\"revision\":1,\"changes\":[{\"removeMember\":\"GT\",\"removeGroup\":\"a\"}]}",
            "{\"revision\":1,\"changes\":[{\"grantAll\":\"GT\"}]}",
            "{\"revision\":1,\"changes\":[{\"setPrincipal\":{\"member\":\"GT\",\"name\":\"a\",\"roles\":[\"desk\"]}}]}",
            "{\"revision\":1,\"changes\":[{\"setMember\":{\"id\":\"GT\",\"name\":\"a\",\"suspended\":true}}]}",
        ])
    func damaged(text: String) {
        #expect(throws: DirectoryError.self) { try DirectoryRevision(decoding: Array(text.utf8)) }
    }

    @Test("a revision out of turn, or one that removes what is not there, is refused")
    func outOfTurn() throws {
        let now = try base()
        for number in [0, 6, 7, 9] as [UInt64] {
            #expect(throws: DirectoryError.self) { try now.applying(DirectoryRevision(number: number, changes: [])) }
        }
        let changes: [DirectoryChange] = [
            .removeMember(try member("ZA")), .removePrincipal(try principalName("GT/none")),
            .removeGroup(try #require(GroupName("none"))), .removeMember(try member("GT")),
        ]
        for change in changes {
            #expect(throws: DirectoryError.self) {
                try now.applying(DirectoryRevision(number: 8, changes: [change]))
            }
        }
    }

    @Test("a key may move from one principal to another within one revision")
    func movedKey() throws {
        let key = [PrincipalKey(publicKey: TransportKeyPair.generate().publicKey)]
        let old = try directory([entry("GT/a", keys: key), entry("GT/b")])
        let new = try directory([entry("GT/a"), entry("GT/b", keys: key)], revision: 2)
        let after = try old.applying(#require(new.difference(from: old)))
        guard case .accepted(let holder) = after.identify(key[0].publicKey, at: 0) else {
            Issue.record("refused")
            return
        }
        #expect(holder.name.description == "GT/b")
    }

    @Test("the listing shows each key with its fingerprint and its validity")
    func listing() throws {
        let keys = (0..<3).map { _ in TransportKeyPair.generate().publicKey }
        let now = try directory([
            entry(
                "GT/a",
                keys: [
                    PrincipalKey(publicKey: keys[0], notAfter: 100), PrincipalKey(publicKey: keys[1], notBefore: 200),
                    PrincipalKey(publicKey: keys[2]),
                ]), entry("HN/a", isDisabled: true),
        ])
        let rows = now.listing(at: 100)
        #expect(rows.map(\.validity) == [.expired, .early, .valid, .disabled])
        #expect(rows.map(\.principal.description) == ["GT/a", "GT/a", "GT/a", "HN/a"])
        #expect(rows[0].fingerprint == keys[0].fingerprint)
        #expect(rows[0].notAfter == "1970-01-01T00:00:00.100Z")
        #expect(rows[0].memberName == "Customs of GT")
    }
}
