import CommandLine
import CordonClient
import ExchangeProtocol

extension CommandFailure {
    /// A failure of the client, with the exit code that scripts expect of it.
    init(_ error: CordonError) {
        switch error.hubCode {
        case .badRule, .ruleTooCostly:
            // Place, snippet and mark stand on lines of their own.
            let lines = error.text.split(separator: "\n").map { Terminal.safe(String($0)) }
            self.init(
                Self.exitCode(of: error), "the hub refuses the rule",
                help: "cordon rule check RULE says what a rule may speak of", details: lines.joined(separator: "\n"))
        default: self.init(Self.exitCode(of: error), error.text, help: Self.help(for: error))
        }
    }

    private static func exitCode(of error: CordonError) -> ExitCode {
        switch error.code {
        case .keyUnknown: .notAllowed
        case .hubUnproven, .hubAway, .connectionLost, .timedOut, .closed, .system: .unavailable
        case .cancelled: .interrupted
        case .keyFile, .configuration: .usage
        case .outbox: .cannotCreate
        case .cursor, .badDelivery: .inputOutput
        case .refused: error.isForWantOfRights ? .notAllowed : isPassing(error) ? .unavailable : .dataRefused
        }
    }

    private static func isPassing(_ error: CordonError) -> Bool { error.retry == .later || error.retry == .now }

    private static func help(for error: CordonError) -> String? {
        switch error.hubCode {
        case .nameTaken: "end the other one, or wait until the hub has noticed that it is gone"
        case .epochChanged: "the log is another one: decide whether to begin anew with --from, without --cursor"
        case .trimmed: "begin with what is kept: --from earliest"
        default: nil
        }
    }
}

extension CordonError {
    /// Whether a right or a role is missing, as against something wrong with what was sent.
    var isForWantOfRights: Bool {
        switch hubCode {
        case .unauthenticated, .revoked, .notAllowedToPublish, .originNotAllowed, .topicNotAllowed,
            .notAllowedToSubscribe, .requestNotAllowed:
            true
        default: code == .keyUnknown
        }
    }
}
