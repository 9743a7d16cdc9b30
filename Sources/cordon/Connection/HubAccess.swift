import CommandLine
import CordonClient
import Foundation

/// Where the hub is and who calls it: from a context file, from flags, or from both, of which the flags count more.
enum HubAccess {
    private static let context = Flag<FileArgument?>(
        "context", value: "FILE", environment: "CORDON_CONTEXT",
        help: "Where the hub is and who you are, as cordon hub init writes it.")
    private static let hub = Flag<String?>(
        "hub", value: "ENDPOINT", help: "The hub's endpoint, such as tcp://hub.example.org:5700.")
    private static let hubKey = Flag<FileArgument?>("hub-key", help: "The file of the hub's public key.")
    private static let key = Flag<FileArgument?>("key", help: "The file of your secret key.")

    /// The flags, declared once for the whole program.
    static let flags: [any FlagDeclaration] = [context, hub, hubKey, key]

    /// What a client of the hub is told; `outbox` is the file of what awaits its receipt.
    static func configuration(
        _ arguments: ParsedArguments, outbox: FileArgument? = nil
    ) throws -> ClientConfiguration {
        let file = try arguments[context].map { try ContextFile($0.path) } ?? ContextFile()
        let command = arguments.commandWords.joined(separator: " ")
        let endpoint = try required(arguments[hub] ?? file.hub, "hub", "where the hub is", file, command)
        let hubKeyPath = try required(
            arguments[hubKey]?.path ?? file.hubKey, "hub-key", "by which key the hub is known", file, command)
        let keyPath = try required(arguments[key]?.path ?? file.key, "key", "with which key you call", file, command)
        for path in [hubKeyPath, keyPath] where !FileManager.default.fileExists(atPath: path) {
            throw CommandFailure(
                .noInput, "\(path): there is no such key file", help: "cordon keys new writes a pair of key files")
        }
        do throws(CordonError) {
            let address = try HubAddress(endpoint: endpoint, publicKeyFile: hubKeyPath)
            var configuration = try ClientConfiguration(hub: address, keyFile: keyPath, outboxPath: outbox?.path)
            configuration.agent = "cordon/\(CordonProgram.version)"
            return configuration
        } catch {
            throw CommandFailure(.usage, error.text)
        }
    }

    private static func required(
        _ value: String?, _ name: String, _ meaning: String, _ file: ContextFile, _ command: String
    ) throws(UsageError) -> String {
        if let value { return value }
        let place = file.path.map { "neither \($0) nor a flag says" } ?? "nothing says"
        throw UsageError(
            command: command, message: "\(place) \(meaning)",
            help: "give a context file with --context or CORDON_CONTEXT, or --\(name)")
    }
}
