internal import Attacks
internal import Glibc
internal import Synchronization
internal import ZeroMQ

/// Attacks a hub from a process of its own, so that what the attacker takes is not taken from those who are measured:
/// `cordon-attacker ATTACK ENDPOINT HUB-PUBLIC-KEY`, with the attacker's secret key and the victim's on standard input,
/// a line each. It goes on until SIGTERM, and then prints what it has to tell.
@main enum AttackerProgram {
    private static let isOver = Atomic<Bool>(false)
    /// An attacker has a machine of its own: here it gets what the hub and the innocents leave.
    private static let niceness: Int32 = 19
    /// Nobody is attacked longer than this, whatever becomes of the test.
    private static let secondsMax: UInt32 = 120

    static func main() throws {
        signal(SIGTERM) { _ in AttackerProgram.isOver.store(true, ordering: .relaxed) }
        _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
        alarm(secondsMax)
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let attack = Attack(rawValue: arguments[1]),
            let publicKey = CurvePublicKey(z85: arguments[3]), let keys = try readKeys(), let victim = try readKeys()
        else { exit(64) }
        let hub = AttackedHub(endpoint: arguments[2], publicKey: publicKey)
        let attacker = Attacker(hub, keys: keys, victim: victim) { !isOver.load(ordering: .relaxed) }
        do { try attack.run(attacker) } catch { print("ended: \(error)") }
        for note in attacker.notes { print(note) }
    }

    private static func readKeys() throws -> CurveKeyPair? {
        try readLine().flatMap { CurveSecretKey(z85: $0) }.map { try CurveKeyPair(secretKey: $0) }
    }
}
