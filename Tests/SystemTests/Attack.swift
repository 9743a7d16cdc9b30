import Foundation
import Synchronization
import Testing

/// What an attack did to the hub and to those who had nothing to do with it.
struct Damage: CustomStringConvertible {
    let quiet: Duration
    let attacked: Duration
    let memoryGrowth: Int
    let isSameProcess: Bool
    let faults: [String]

    var description: String {
        let milliseconds = { (time: Duration) in
            (time / .milliseconds(1)).formatted(.number.precision(.fractionLength(1)))
        }
        return "p99 \(milliseconds(quiet)) ms quiet, \(milliseconds(attacked)) ms attacked, "
            + "memory \(memoryGrowth >> 20) MiB more, faults \(faults)"
    }
}

/// Whether an attacker is to go on, and what it says it did.
final class AttackControl: Sendable {
    private let ending = Atomic<Bool>(false)
    private let notes = Mutex<[String]>([])

    var goesOn: Bool { !ending.load(ordering: .relaxed) }
    func end() { ending.store(true, ordering: .relaxed) }
    func note(_ text: String) { notes.withLock { $0.append(text) } }
    var said: [String] { notes.withLock { $0 } }
}

/// Runs an attack on threads of its own for a while, beside an innocent publisher and an innocent desk.
enum Attack {
    static let memoryGrowthMax = 256 << 20
    /// Multiples of the quiet latency that an attack may cost, and what is allowed on any machine.
    static let slowdownMax = 50
    static let slownessAllowed = Duration.seconds(2)
    private static let niceness: Int32 = 19
    /// How many times longer than usual each phase lasts, so that its p99 means something.
    private static let patience = Int(ProcessInfo.processInfo.environment["CORDON_ATTACK_LENGTH"] ?? "") ?? 1

    @discardableResult
    static func run(
        _ name: String, for length: Duration = .milliseconds(1_500), threads: Int = 1,
        _ attack: @escaping @Sendable (TestExchange, AttackControl) throws -> Void
    ) async throws -> (damage: Damage, said: [String]) {
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
        let control = AttackControl()
        let finished = DispatchSemaphore(value: 0)
        for _ in 0..<threads {
            Thread.detachNewThread {
                // An attacker has a machine of its own: here it gets what the hub and the innocents leave.
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
                do { try attack(exchange, control) } catch { control.note("ended: \(error)") }
                finished.signal()
            }
        }
        var memoryMax = memory
        let deadline = ContinuousClock.now + length * patience
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
            memoryMax = max(memoryMax, process.residentBytes)
        }
        let ended = await innocents.mark
        control.end()
        let attacked = try await innocents.slowest(from: begun + 1, through: ended)
        for _ in 0..<threads { await Self.wait(finished) }
        await innocents.finish()
        let damage = Damage(
            quiet: quiet, attacked: attacked, memoryGrowth: max(0, memoryMax - memory),
            isSameProcess: process.exitStatus == nil, faults: await innocents.faults)
        print("\(name): \(damage) \(control.said)")
        #expect(damage.isSameProcess, "the hub died: \(exchange.log)")
        #expect(damage.faults == [])
        #expect(damage.memoryGrowth < memoryGrowthMax)
        #expect(damage.attacked < max(quiet * slowdownMax, slownessAllowed))
        #expect(exchange.terminate() == 0, "\(exchange.log.suffix(2_000))")
        return (damage, control.said)
    }

    private static func wait(_ semaphore: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                _ = semaphore.wait(timeout: .now() + 20)
                continuation.resume()
            }
        }
    }
}
