internal import Synchronization
public import ZeroMQ

/// Somebody with valid keys and bad intentions.
public final class Attacker: Sendable {
    let hub: AttackedHub
    let keys: CurveKeyPair
    /// Other keys, where the attack needs two.
    let victim: CurveKeyPair
    private let said = Mutex<[String]>([])
    private let isAsked: @Sendable () -> Bool

    /// - Parameter goesOn: Whether the attack is to go on.
    public init(
        _ hub: AttackedHub, keys: CurveKeyPair, victim: CurveKeyPair, goesOn: @escaping @Sendable () -> Bool
    ) {
        self.hub = hub
        self.keys = keys
        self.victim = victim
        isAsked = goesOn
    }

    var goesOn: Bool { isAsked() }

    func note(_ text: String) { said.withLock { $0.append(text) } }

    /// What the attacker has to tell.
    public var notes: [String] { said.withLock { $0 } }
}

/// The attacks by name.
public enum Attack: String, CaseIterable, Sendable {
    case pingFlood, stolenRoutingID, commandsWithoutHello, handshakeStorm, longFrames, endlessMessages, hugeMessages
    case garbage, rawGarbage, slowConsumer, dearRules, ruleChurn, idleConnections

    /// Runs the attack until it is told to end.
    public func run(_ attacker: Attacker) throws {
        switch self {
        case .pingFlood: try attacker.floodPings()
        case .stolenRoutingID: try attacker.stealRoutingID()
        case .commandsWithoutHello: try attacker.sendCommandsWithoutHello()
        case .handshakeStorm: try attacker.storm()
        case .longFrames: try attacker.sendLongFrames()
        case .endlessMessages: attacker.sendEndlessMessages()
        case .hugeMessages: attacker.sendHugeMessages()
        case .garbage: try attacker.sendGarbage()
        case .rawGarbage: try attacker.sendRawGarbage()
        case .slowConsumer: try attacker.consumeSlowly()
        case .dearRules: try attacker.fileDearRules()
        case .ruleChurn: try attacker.churnRules()
        case .idleConnections: attacker.keepIdleConnections()
        }
    }
}
