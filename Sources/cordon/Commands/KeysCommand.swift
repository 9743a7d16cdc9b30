import CommandLine
import Trust

/// `cordon keys`: the CURVE keys by which hub and clients know each other.
enum KeysCommand {
    static let command = Command(
        "keys", summary: "Make and show transport keys.", group: "Setting up", subcommands: [new, show])

    // MARK: new

    private static let name = Positional<String>(
        "NAME", help: "Name of the files: NAME.key for the hub's operator, NAME.key_secret for nobody else.")
    private static let folder = Flag<DirectoryArgument>(
        "directory", short: "d", value: "DIR", default: DirectoryArgument("."), help: "Where the files are written.")
    private static let force = Flag<Bool>("force", help: "Replace files of that name.")

    private static let new = Command(
        "new", summary: "Make a key pair and write it into two files.",
        discussion: "The secret file is readable by its owner only. Give the operator of the hub the other one.",
        flags: [folder, force], positionals: [name],
        examples: [CommandExample("cordon keys new gt-desk", "write gt-desk.key and gt-desk.key_secret")]
    ) { arguments in
        let pair = TransportKeyPair.generate()
        do throws(KeyFileError) {
            let paths = try KeyFile.write(
                pair, inFolder: arguments[folder].path, name: arguments[name],
                metadata: [KeyFileMetadata(name: "name", value: arguments[name])], replacing: arguments[force])
            try? arguments.console.print("public key   \(pair.publicKey.z85)")
            try? arguments.console.print("fingerprint  \(pair.publicKey.fingerprint)")
            try? arguments.console.print("written      \(paths.publicPath), \(paths.secretPath)")
        } catch {
            throw CommandFailure(.cannotCreate, error.description)
        }
        return .ok
    }

    // MARK: show

    private static let files = Positional<[FileArgument]>("FILE", least: 1, help: "Public or secret key files.")

    private static let show = Command(
        "show", summary: "Show the public key and fingerprint in key files.",
        discussion: "Of a secret file, too, only the public key is shown.", positionals: [files],
        examples: [CommandExample("cordon keys show gt-desk.key", "show what to tell the operator by telephone")]
    ) { arguments in
        for file in arguments[files] {
            do throws(KeyFileError) {
                let key = try KeyFile.readPublic(file.path).publicKey
                try? arguments.console.print("\(file.path)\t\(key.z85)\t\(key.fingerprint)")
            } catch {
                throw CommandFailure(error.code == .notFound ? .noInput : .dataRefused, error.description)
            }
        }
        return .ok
    }
}
