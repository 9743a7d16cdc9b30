import CommandLine
import Foundation
import Hub
import Synchronization
import Telemetry

/// `cordond`: runs the hub, or judges its configuration.
enum HubProgram {
    private static let configuration = Flag<FileArgument>(
        "config", short: "c", value: "FILE", default: FileArgument("hub.jsonc"), environment: "CORDON_HUB_CONFIG",
        help: "The hub's configuration.")

    static let program = Program(
        "cordond", version: "0.1.0", summary: "The hub of an alert exchange between customs administrations.",
        discussion: """
            Runs in the foreground and logs to standard error. SIGTERM drains and ends it, SIGHUP reads configuration \
            and directory again.
            """,
        flags: [configuration],
        examples: [
            CommandExample("cordond -c /etc/cordon/hub.jsonc", "run the hub"),
            CommandExample("cordond check-config -c hub.jsonc", "judge the configuration and what it names"),
        ],
        commands: [
            Command(
                "check-config", summary: "Judge the configuration, the keys and the directory, and start nothing.",
                run: check)
        ], run: run)

    @Sendable private static func check(_ arguments: ParsedArguments) async throws -> ExitCode {
        let path = arguments[configuration].path
        do {
            for warning in try Hub.check(configuration: path) { arguments.console.note("warning: \(warning)") }
        } catch let error as ConfigurationError {
            throw CommandFailure(.dataRefused, "the configuration cannot be used", details: error.description)
        }
        try arguments.console.print("\(path): good")
        return .ok
    }

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        SignalWatch.ignoreBrokenPipes()
        let output = Logger.Output()
        let log = Logger(subsystem: "hub", output: output)
        let notifier = try? ServiceNotifier(environment: arguments.environment)
        let (events, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(64))
        let hub: Hub
        do {
            hub = try await Hub.start(configuration: arguments[configuration].path, log: log) {
                continuation.yield(.fatal($0))
            }
        } catch let error as ConfigurationError {
            throw CommandFailure(.dataRefused, "the configuration cannot be used", details: error.description)
        } catch let error as HubStartError {
            throw CommandFailure(.unavailable, error.description)
        }
        announce(hub, log)
        try? notifier?.notify(.ready)
        let watch = try SignalWatch([.hangup, .interrupt, .terminate])
        let signals = Task { for await signal in watch.signals { continuation.yield(.signal(signal)) } }
        defer { signals.cancel() }
        for await event in events {
            switch event {
            case .fatal(let reason):
                log.error("the hub cannot go on and ends, to be started anew", ["reason": reason])
                return .inputOutput
            case .signal(.hangup): await reload(hub, log, notifier)
            case .signal:
                log.info("draining")
                try? notifier?.notify(.stopping)
                await hub.drain()
                log.info("ended in order")
                return .ok
            }
        }
        return .ok
    }

    private enum Event: Sendable {
        case fatal(String)
        case signal(ProcessSignal)
    }

    private static func announce(_ hub: Hub, _ log: Logger) {
        if let notice = hub.recoveryNotice { log.warning("the log was put in order", ["what": notice]) }
        for endpoint in hub.endpoints { log.info("listening", ["endpoint": endpoint, "epoch": hub.epoch]) }
    }

    private static func reload(_ hub: Hub, _ log: Logger, _ notifier: ServiceNotifier?) async {
        try? notifier?.notify(.reloading)
        do {
            let result = try await hub.reload()
            log.info("read configuration and directory again", ["result": result])
        } catch {
            log.error("the new configuration is not taken over", ["reason": "\(error)"])
        }
        try? notifier?.notify(.ready)
    }
}
