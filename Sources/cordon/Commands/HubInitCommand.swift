import AlertModel
import CommandLine
import Foundation
import JSONDocument
import Trust

/// `cordon hub init`: a folder in which a hub can be started at once.
enum HubInitCommand {
    static let command = Command(
        "hub", summary: "Set up a hub.", group: "Setting up", subcommands: [initialize])

    private static let folder = Positional<DirectoryArgument>("DIR", help: "A folder that is empty or not there yet.")
    private static let members = Flag<String>(
        "members", value: "LIST", default: "GT,CR,PA,DO",
        help: "The member administrations: ISO 3166-1 codes, separated by commas.")
    private static let office = Flag<String>(
        "office", value: "NAME", default: "ORG-RILO",
        help: "The regional office, which operates the hub and may publish for every country.")
    private static let listen = Flag<String>(
        "listen", value: "ENDPOINT", default: "tcp://127.0.0.1:5700", help: "Where the hub listens.")

    private static let initialize = Command(
        "init", summary: "Write a ready folder: keys, hub.jsonc, members.jsonc and a context for each principal.",
        discussion: """
            Each member gets a publishing system (enforcement) and a desk, the regional office an importer, a desk \
            and an operator. Keys of others than the hub are written for trying out: members of a real exchange make \
            their own and send the public one.
            """,
        flags: [members, office, listen], positionals: [folder],
        examples: [
            CommandExample("cordon hub init exchange && cordond -c exchange/hub.jsonc", "set up a hub and start it"),
            CommandExample("cordon hub init exchange --members GT,HN,SV", "with other members"),
        ], run: run)

    /// A principal of the new directory.
    private struct Planned {
        let member: String
        let name: String
        let rights: (inout JSONWriter) -> Void
        var fileName: String { "\(member.lowercased())-\(name)" }
    }

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let root = URL(fileURLWithPath: arguments[folder].path)
        let names = try memberNames(arguments[members])
        let officeName = arguments[office]
        guard officeName.hasPrefix("ORG-"), MemberIdentifier(officeName) != nil else {
            throw UsageError(
                command: "cordon hub init", message: "--office \(Terminal.safe(officeName)) is no organisation",
                help: "ORG- and 1 to \(MemberIdentifier.bytesMax - 4) capital letters, digits or hyphens")
        }
        try makeFolders(root)
        let hubKey = try writeKey("hub", in: root)
        let planned = names.flatMap { plan(member: $0) } + plan(office: officeName, for: try CountryCodes().all)
        var keys: [String: TransportKey] = [:]
        for principal in planned {
            keys[principal.fileName] = try writeKey(principal.fileName, in: root)
            try write(context(principal, arguments[listen]), to: "contexts/\(principal.fileName).jsonc", in: root)
        }
        try write(hubConfiguration(arguments[listen]), to: "hub.jsonc", in: root)
        try write(directory(names + [officeName], planned, keys), to: "members.jsonc", in: root)
        try report(arguments, root, hubKey, planned)
        return .ok
    }

    private static func memberNames(_ list: String) throws -> [String] {
        let names = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        for name in names where MemberIdentifier(name)?.isCountry != true {
            throw UsageError(
                command: "cordon hub init", message: "--members: \(Terminal.safe(name)) is no country code",
                help: "two capital letters of ISO 3166-1, as in GT,CR,PA")
        }
        guard !names.isEmpty, Set(names).count == names.count else {
            throw UsageError(
                command: "cordon hub init", message: "--members names nobody, or somebody twice",
                help: "each member once, as in GT,CR,PA")
        }
        return names
    }

    // MARK: Plan

    private static func plan(member: String) -> [Planned] {
        [
            Planned(member: member, name: "enforcement") {
                $0.list("roles", ["publisher"])
                $0.list("publish", ["*.*.*.\(member)"])
            },
            Planned(member: member, name: "desk") {
                $0.list("roles", ["desk"])
                $0.list("subscribe", [">"])
                $0.member("clearance", "RED")
            },
        ]
    }

    private static func plan(office: String, for countries: [String]) -> [Planned] {
        [
            Planned(member: office, name: "importer") {
                $0.list("roles", ["publisher"])
                $0.list("publish", [">"])
                $0.list("publishFor", countries)
            },
            Planned(member: office, name: "desk") {
                $0.list("roles", ["desk"])
                $0.list("subscribe", [">"])
                $0.member("clearance", "GREEN")
            },
            Planned(member: office, name: "operator") { $0.list("roles", ["operator"]) },
        ]
    }

    // MARK: Files

    private static func makeFolders(_ root: URL) throws {
        let manager = FileManager.default
        if let entries = try? manager.contentsOfDirectory(atPath: root.path), !entries.isEmpty {
            throw CommandFailure(
                .cannotCreate, "\(root.path) is not empty", help: "choose a folder that is empty or not there yet")
        }
        do {
            for (name, mode) in [("keys", 0o700), ("contexts", 0o755)] {
                try manager.createDirectory(
                    at: root.appending(path: name), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: mode])
            }
        } catch {
            throw CommandFailure(.cannotCreate, "\(root.path) cannot be made: \(FileReason.creatingFolder(root.path))")
        }
    }

    private static func writeKey(_ name: String, in root: URL) throws -> TransportKey {
        let pair = TransportKeyPair.generate()
        do throws(KeyFileError) {
            try KeyFile.write(
                pair, inFolder: root.appending(path: "keys").path, name: name,
                metadata: [KeyFileMetadata(name: "name", value: name)])
        } catch {
            throw CommandFailure(.cannotCreate, error.description)
        }
        return pair.publicKey
    }

    private static func write(_ text: String, to name: String, in root: URL) throws {
        do {
            try AtomicFile.write(
                Array(text.utf8), to: root.appending(path: name).path, access: .everyone, replacing: false)
        } catch {
            throw CommandFailure(.cannotCreate, "\(error)")
        }
    }

    private static func hubConfiguration(_ endpoint: String) -> String {
        """
        // The hub's configuration. Judge it with: cordond check-config -c hub.jsonc
        {
            "name": "cordon-hub",
            "listen": [\(quoted(endpoint))],
            // Paths are relative to this file.
            "dataDirectory": "data",
            "keyFile": "keys/hub.key_secret",
            "membersFile": "members.jsonc",
            "log": { "level": "info", "format": "text" },
        }

        """
    }

    private static func context(_ principal: Planned, _ endpoint: String) -> String {
        """
        // Where the hub is, and who \(principal.member)/\(principal.name) is. Use it with: cordon --context FILE …
        {
            "hub": \(quoted(endpoint)),
            "hubKey": "../keys/hub.key",
            "key": "../keys/\(principal.fileName).key_secret",
        }

        """
    }

    private static func directory(
        _ names: [String], _ planned: [Planned], _ keys: [String: TransportKey]
    ) -> String {
        let titles = countryNames()
        var text = """
            // The directory: members, their principals, keys and rights. The hub reads it at start and on SIGHUP;
            // what changed is recorded in its log.
            {
                "members": [

            """
        for name in names {
            let title = titles[name] ?? "Regional office"
            text += "        {\"id\": \(quoted(name)), \"name\": \(quoted(title)), \"principals\": [\n"
            for principal in planned where principal.member == name {
                var writer = JSONWriter()
                writer.object {
                    $0.member("name", principal.name)
                    $0.name("keys")
                    $0.array { list in
                        list.object { $0.member("public", keys[principal.fileName]?.z85 ?? "") }
                    }
                    principal.rights(&$0)
                }
                text += "            \(writer.text),\n"
            }
            text += "        ]},\n"
        }
        let region = names.filter { !$0.hasPrefix("ORG-") }.map(quoted).joined(separator: ", ")
        return text + "    ],\n    \"groups\": {\"region\": [\(region)]},\n}\n"
    }

    /// The English names of countries, as the system's list has them; none where it cannot be read.
    private static func countryNames() -> [String: String] {
        guard let data = FileManager.default.contents(atPath: CountryCodes.systemPath),
            let document = try? JSONDocument(parsing: Array(data), limits: JSONLimits(bytesMax: data.count)),
            let list = document.root["3166-1"]
        else { return [:] }
        var names: [String: String] = [:]
        for country in list.elements {
            guard let code = country["alpha_2"]?.string else { continue }
            names[code] = country["common_name"]?.string ?? country["name"]?.string
        }
        return names
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return writer.text
    }

    private static func report(
        _ arguments: ParsedArguments, _ root: URL, _ hubKey: TransportKey, _ planned: [Planned]
    ) throws {
        let path = arguments[folder].path
        let console = arguments.console
        try console.print("\(path)/hub.jsonc      the hub's configuration")
        try console.print("\(path)/members.jsonc  \(planned.count) principals")
        try console.print("\(path)/keys           the hub's key is \(hubKey.fingerprint)")
        try console.print("\(path)/contexts       one for each principal")
        try console.print("")
        try console.print("Start the hub:  cordond -c \(path)/hub.jsonc")
        if let desk = planned.first(where: { $0.name == "desk" }) {
            try console.print("Listen in:      cordon --context \(path)/contexts/\(desk.fileName).jsonc tail")
        }
    }
}

extension JSONWriter {
    /// Writes a member with a list of strings.
    fileprivate mutating func list(_ name: String, _ values: [String]) {
        self.name(name)
        array { list in
            for value in values { list.string(value) }
        }
    }
}
