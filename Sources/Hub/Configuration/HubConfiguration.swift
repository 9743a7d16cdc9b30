internal import ExchangeProtocol
internal import Foundation
internal import JSONDocument
internal import Journal
public import Telemetry

/// What `hub.jsonc` says: where the hub listens, what it reads and keeps, and its limits.
public struct HubConfiguration: Sendable {
    /// The hub's name, told to every client and written into its log.
    public var name: String
    /// The endpoints on which it listens.
    public var listen: [String]
    /// The folder of the log and its index.
    public var dataDirectory: String
    /// The file of the hub's secret key.
    public var keyFile: String
    /// The file of the members, their principals, keys and rights.
    public var membersFile: String
    /// A CSV file of HS codes, nil where only the shape of a code is judged.
    public var hsFile: String?
    /// A folder with further versions of the schemas of alerts, nil where only those inside the program are served.
    public var schemaDirectory: String?
    /// The URIs of versions that may break with the version before them, each with its place in the file.
    var breakingSchemas: [String: JSONTextPosition] = [:]
    /// The file that this was read from.
    let file: String
    /// The limits told to clients.
    var sessionLimits = SessionLimits()
    /// The most sessions.
    public var sessionsMax = HubLimits.sessionsMax
    /// The most durable subscriptions.
    public var subscriptionsMax = 10_000
    /// The most durable subscriptions of one principal.
    public var subscriptionsPerPrincipalMax = 64
    /// Bytes after which a new segment of the log begins.
    public var segmentBytesMax = JournalLimits.segmentBytesDefault
    /// The least grave level that is logged.
    public var logLevel = LogLevel.info
    /// How log records are written.
    public var logFormat = LogFormat.text

    /// Reads a configuration and judges it by its schema.
    ///
    /// - Throws: `ConfigurationError` with every finding, each with its place in the file.
    public init(file path: String) throws(ConfigurationError) {
        let text = try ConfigurationFile.read(path)
        let document = try ConfigurationFile.parse(text, path: path, schema: "config/hub.schema.json")
        let root = document.root
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        func file(_ name: String) -> String {
            let written = root[name]?.string ?? ""
            return URL(fileURLWithPath: written, relativeTo: folder).path
        }
        name = root["name"]?.string ?? ""
        listen = root["listen"]?.elements.compactMap(\.string) ?? []
        dataDirectory = file("dataDirectory")
        keyFile = file("keyFile")
        membersFile = file("membersFile")
        self.file = path
        hsFile = root["codeLists"]?["hsFile"]?.string.map { URL(fileURLWithPath: $0, relativeTo: folder).path }
        if let schemas = root["schemas"] { take(schemas: schemas, in: folder) }
        if let limits = root["limits"] { take(limits: limits) }
        if let bytes = root["journal"]?["segmentBytesMax"]?.integer { segmentBytesMax = Int(bytes) }
        if let milliseconds = root["sessions"]?["pingMilliseconds"]?.integer {
            sessionLimits.pingMilliseconds = UInt32(clamping: milliseconds)
        }
        logLevel = root["log"]?["level"]?.string.flatMap(LogLevel.init(name:)) ?? logLevel
        logFormat = root["log"]?["format"]?.string.flatMap(LogFormat.init(rawValue:)) ?? logFormat
    }

    /// The members in which this differs from what a hub was started with, and which only a start takes over.
    func changesForRestart(from old: HubConfiguration) -> [String] {
        var names: [String] = []
        if name != old.name { names.append("name") }
        if listen != old.listen { names.append("listen") }
        if dataDirectory != old.dataDirectory { names.append("dataDirectory") }
        if keyFile != old.keyFile { names.append("keyFile") }
        if segmentBytesMax != old.segmentBytesMax { names.append("journal") }
        return names
    }

    private mutating func take(schemas: JSONNode, in folder: URL) {
        schemaDirectory = schemas["directory"]?.string.map { URL(fileURLWithPath: $0, relativeTo: folder).path }
        for entry in schemas["breaking"].map({ Array($0.elements) }) ?? [] {
            if let uri = entry.string { breakingSchemas[uri] = entry.position }
        }
    }

    private mutating func take(limits: JSONNode) {
        func take(_ name: String, _ assign: (Int64) -> Void) { if let value = limits[name]?.integer { assign(value) } }
        take("alertBytesMax") { sessionLimits.alertBytesMax = UInt32(clamping: $0) }
        take("batchAlertsMax") { sessionLimits.batchAlertsMax = UInt16(clamping: $0) }
        take("publishWindowAlerts") { sessionLimits.publishWindowAlerts = UInt32(clamping: $0) }
        take("publishWindowBytes") { sessionLimits.publishWindowBytes = UInt64(clamping: $0) }
        take("deliverAlertsMax") { sessionLimits.deliverAlertsMax = UInt16(clamping: $0) }
        take("sessionsMax") { sessionsMax = Int($0) }
        take("subscriptionsMax") { subscriptionsMax = Int($0) }
        take("subscriptionsPerPrincipalMax") { subscriptionsPerPrincipalMax = Int($0) }
    }

    /// The settings of the core.
    var settings: HubSettings {
        HubSettings(
            session: HubSession.Configuration(limits: sessionLimits), sessionsMax: sessionsMax,
            durableSubscriptionsMax: subscriptionsMax,
            durableSubscriptionsPerPrincipalMax: subscriptionsPerPrincipalMax)
    }
}
