import AlertModel
import Foundation
import Testing

@testable import Trust

/// The key pairs of the libzmq manual (zmq_curve): nobody's, as everybody knows them.
enum ManualKeys {
    static let serverPublic = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
    static let serverSecret = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
    static let clientPublic = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
    static let clientSecret = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
}

/// A folder that goes away with its test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "trust-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
        try file(name, bytes: Array(text.utf8), mode: mode)
    }

    func file(_ name: String, bytes: [UInt8], mode: Int = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

func member(_ text: String) throws -> MemberIdentifier { try #require(MemberIdentifier(text)) }

func principalName(_ text: String) throws -> PrincipalName { try #require(PrincipalName(text)) }

func rights(_ patterns: [String]) throws -> TopicRights {
    try TopicRights(patterns.map { try TopicPattern(parsing: $0) })
}

func topics(_ texts: [String]) throws -> [Topic] { try texts.map { try Topic(parsing: $0) } }

/// A principal with one fresh key.
func entry(
    _ name: String, _ roles: PrincipalRoles = [.desk], publish: [String] = [], subscribe: [String] = [">"],
    publishFor: [String] = [], clearance: TrafficLight = .red, exercises: ExerciseStanding = .allowed,
    isDisabled: Bool = false, keys: [PrincipalKey]? = nil
) throws -> PrincipalEntry {
    PrincipalEntry(
        name: try principalName(name), roles: roles,
        keys: keys ?? [PrincipalKey(publicKey: TransportKeyPair.generate().publicKey)], publish: try rights(publish),
        subscribe: try rights(subscribe), publishFor: try publishFor.map(member), clearance: clearance,
        exercises: exercises, isDisabled: isDisabled)
}

/// A directory of principals, their members, and groups.
func directory(
    _ entries: [PrincipalEntry], groups: [String: [String]] = [:], alsoMembers: [String] = [], revision: UInt64 = 1
) throws -> Trust.Directory {
    var ids = Set(entries.map(\.name.member))
    for id in alsoMembers + groups.values.flatMap({ $0 }) { ids.insert(try member(id)) }
    return try Trust.Directory(
        revision: revision, members: ids.map { Member(id: $0, name: "Customs of \($0)") }, principals: entries,
        groups: groups.map { name, members in
            MemberGroup(name: try #require(GroupName(name)), members: try members.map(member))
        })
}
