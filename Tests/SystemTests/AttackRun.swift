import Attacks
import Foundation
import Testing
import ZeroMQ

/// What an attack did to the hub and to those who had nothing to do with it.
struct Damage: CustomStringConvertible {
    let quiet: Duration
    let attacked: Duration
    let memoryGrowth: Int
    let isSameProcess: Bool
    let faults: [String]
    /// How often the hub says that it cut somebody.
    let cuts: Int
    /// What the attackers tell.
    let said: [String]

    var description: String {
        let milliseconds = { (time: Duration) in
            (time / .milliseconds(1)).formatted(.number.precision(.fractionLength(1)))
        }
        return "p99 \(milliseconds(quiet)) ms quiet, \(milliseconds(attacked)) ms attacked, "
            + "memory \(memoryGrowth >> 20) MiB more, faults \(faults), \(cuts) cuts, \(said)"
    }
}

/// Runs an attack from processes of its own for a while, beside an innocent publisher and an innocent desk.
enum AttackRun {
    static let memoryGrowthMax = 256 << 20
    /// Multiples of the quiet latency that an attack may cost, and what is allowed on any machine.
    static let slowdownMax = 50
    static let slownessAllowed = Duration.seconds(2)
    /// How many times longer than usual each phase lasts, so that its p99 means something.
    private static let patience = Int(ProcessInfo.processInfo.environment["CORDON_ATTACK_LENGTH"] ?? "") ?? 1

    @discardableResult
    static func run(
        _ attack: Attack, for length: Duration = .milliseconds(1_500), by key: String = "NI/publisher",
        against victim: String = "CR/desk2", attackers: Int = 1
    ) async throws -> Damage {
        let exchange = try TestExchange(["HN/publisher", "CR/desk", "NI/desk", "NI/publisher", "CR/desk2"])
        try await exchange.start()
        let innocents = try Innocents(exchange)
        try await innocents.start()
        // What comes first pays for connections and first uses of everything.
        try await Task.sleep(for: .milliseconds(300))
        let first = await innocents.mark + 1
        try await Task.sleep(for: .milliseconds(700 * patience))
        let begun = await innocents.mark
        let quiet = try await innocents.slowest(from: first, through: begun)
        let process = try #require(exchange.process)
        let memory = process.residentBytes
        let processes = try (1...attackers).map { try start(attack, $0, exchange, [key, victim]) }
        var memoryMax = memory
        let deadline = ContinuousClock.now + length * patience
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            memoryMax = max(memoryMax, process.residentBytes)
        }
        let ended = await innocents.mark
        for attacker in processes { attacker.signal(SIGTERM) }
        let attacked = try await innocents.slowest(from: begun + 1, through: ended)
        for attacker in processes { #expect(attacker.wait(within: .seconds(20)) == 0) }
        await innocents.finish()
        let damage = Damage(
            quiet: quiet, attacked: attacked, memoryGrowth: max(0, memoryMax - memory),
            isSameProcess: process.exitStatus == nil, faults: await innocents.faults, cuts: exchange.cuts,
            said: try (1...attackers).flatMap { try said($0, exchange) })
        print("\(attack): \(damage)")
        #expect(damage.isSameProcess, "the hub died: \(exchange.log)")
        #expect(damage.faults == [])
        #expect(damage.memoryGrowth < memoryGrowthMax)
        #expect(damage.attacked < max(quiet * slowdownMax, slownessAllowed))
        #expect(exchange.terminate() == 0, "\(exchange.log.suffix(2_000))")
        return damage
    }

    private static func start(_ attack: Attack, _ number: Int, _ exchange: TestExchange, _ keys: [String]) throws
        -> ChildProcess
    {
        let input = "\(exchange.folder)/keys/attacker-\(number)"
        let secrets = keys.map { name in
            exchange.keys[name]!.secretKey.withUnsafeZ85 { String(decoding: $0.prefix(40), as: UTF8.self) }
        }
        let isWritten = FileManager.default.createFile(
            atPath: input, contents: Data((secrets.joined(separator: "\n") + "\n").utf8),
            attributes: [.posixPermissions: 0o600])
        #expect(isWritten)
        return try ChildProcess(
            Programs.path("cordon-attacker"), [attack.rawValue, exchange.endpoint, exchange.hubKeys.publicKey.z85],
            output: output(number, exchange), errors: "/dev/null", input: input)
    }

    private static func said(_ number: Int, _ exchange: TestExchange) throws -> [String] {
        try String(contentsOfFile: output(number, exchange), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private static func output(_ number: Int, _ exchange: TestExchange) -> String {
        "\(exchange.folder)/attacker-\(number).out"
    }
}
