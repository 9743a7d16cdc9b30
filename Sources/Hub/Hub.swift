internal import AlertModel
internal import Foundation
internal import JSONSchema
internal import Journal
internal import Synchronization
public import Telemetry
internal import Trust
internal import ZeroMQ

/// A running hub: the log is open, the front door is bound, publishers and desks are served.
public final class Hub: Sendable {
    /// The endpoints on which it listens, with the ports that were taken.
    public let endpoints: [String]
    /// The identity of its log, in hexadecimal.
    public let epoch: String
    /// What recovery did to the log, nil where there was nothing to do.
    public let recoveryNotice: String?

    private let parts: HubParts
    private let configurationFile: String
    /// As it was at the start.
    private let configuration: HubConfiguration
    private let log: Logger

    init(
        parts: HubParts, endpoints: [String], recoveryNotice: String?, configurationFile: String,
        configuration: HubConfiguration, log: Logger
    ) {
        self.parts = parts
        self.endpoints = endpoints
        self.recoveryNotice = recoveryNotice
        self.configurationFile = configurationFile
        self.configuration = configuration
        self.log = log
        epoch = parts.journal.epoch.description
    }

    /// Reads a configuration and starts a hub by it.
    ///
    /// - Parameters:
    ///   - path: `hub.jsonc`.
    ///   - onFatal: called once, on any thread, if the hub cannot go on: the log failed, or nobody can be authenticated.
    /// - Throws: `ConfigurationError` for what the files say, `HubStartError` for what the machine refuses.
    public static func start(
        configuration path: String, log: Logger, onFatal: @escaping @Sendable (String) -> Void
    ) async throws -> Hub {
        let configuration = try HubConfiguration(file: path)
        log.output.level = configuration.logLevel
        log.output.format = configuration.logFormat
        let parts = try HubParts(configuration, log: log, onFatal: onFatal)
        let endpoints = try await parts.open(configuration)
        return Hub(
            parts: parts, endpoints: endpoints, recoveryNotice: parts.recoveryNotice, configurationFile: path,
            configuration: configuration, log: log)
    }

    /// Judges a configuration, its keys and its directory, and starts nothing.
    ///
    /// - Returns: what is allowed and yet worth knowing: keys that have expired, for instance.
    /// - Throws: `ConfigurationError` with every finding.
    public static func check(configuration path: String) throws -> [String] {
        let configuration = try HubConfiguration(file: path)
        _ = try HubParts.keyPair(configuration)
        _ = try HubParts.codeLists(configuration)
        _ = try ServedSchemas.load(configuration)
        if let obstacle = DataDirectory.obstacle(configuration.dataDirectory) {
            throw ConfigurationError(
                file: configuration.dataDirectory, "the data directory cannot be used: \(obstacle)")
        }
        return try HubParts.directory(configuration).warnings.map(\.description)
    }

    /// Reads configuration, directory, schemas and lists of codes again; what the directory says of rights holds from
    /// the moment it is in the log.
    ///
    /// - Returns: what changed, in words.
    /// - Throws: `ConfigurationError`; the hub goes on as it was.
    public func reload() async throws -> String {
        let configuration = try HubConfiguration(file: configurationFile)
        let proposal = try HubParts.directory(configuration)
        let lists = try HubParts.codeLists(configuration)
        let schemas = try ServedSchemas.load(configuration, after: parts.schemas.withLock(\.known))
        log.output.level = configuration.logLevel
        log.output.format = configuration.logFormat
        for warning in proposal.warnings { log.warning("the directory", ["says": "\(warning)"]) }
        let now = parts.clock.now()
        let judging = HubJudging(configuration, schemas: schemas, lists: lists)
        var result = await parts.server.reload(configuration.settings, proposal.directory, judging, now)
        result += parts.schemas.withLock { $0.replace(by: schemas) }
        let fixed = configuration.changesForRestart(from: self.configuration)
        return fixed.isEmpty ? result : "\(result); \(fixed.joined(separator: ", ")) count from the next start on"
    }

    /// Takes nothing new, lets what was taken become durable and be acknowledged, writes the cursors, and closes.
    public func drain() async {
        await parts.server.drain()
        parts.close()
        await parts.server.stop()
        parts.closeLog()
    }
}

/// Why a hub could not start, for reasons that lie outside its files.
public struct HubStartError: Error, CustomStringConvertible {
    /// What was tried, what went wrong, and what helps.
    public let description: String

    init(_ description: String) { self.description = description }
}
