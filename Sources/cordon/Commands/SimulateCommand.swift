import AlertModel
import CommandLine
import Foundation
import JSONDocument
import Simulation

/// `cordon simulate`: a stream of alerts that a seed determines, for demonstrations, exercises and load.
enum SimulateCommand {
    private static let members = Flag<MemberListArgument>(
        "members", short: "m", default: MemberListArgument(["GT", "CR", "PA", "DO"]),
        help: "Whose alerts these are, separated by commas.")
    private static let groups = Flag<GroupListArgument?>(
        "groups", help: "Groups that restricted alerts may go to, separated by commas.")
    private static let rate = Flag<RateArgument?>(
        "rate", help: "How many alerts to print in a second or minute; as fast as can be without it.")
    private static let count = Flag<Int?>(
        "count", short: "n", help: "Stop after this many alerts; without it, never.",
        expecting: "a whole number from 1 on", accepts: { $0 > 0 })
    private static let seed = Flag<UInt64>("seed", default: 1, help: "The same seed gives the same alerts.")
    private static let bad = Flag<ShareArgument>(
        "bad", default: ShareArgument(share: 0), help: "How many alerts are bad, each in one known way.")
    private static let status = Flag<StatusArgument>(
        "status", default: .exercise, help: "What the alerts say they are.")
    private static let start = Flag<TimeArgument?>(
        "start", help: "When the first alert is sent. Together with --seed and --rate it decides every byte.")
    private static let size = Flag<ByteCount?>(
        "size", help: "About how long each alert is; 512 to 8192 bytes.",
        expecting: "a size from 512 to 8192 bytes, such as 1KiB",
        accepts: { (AlertStreamOptions.alertBytesMin...AlertStreamOptions.alertBytesMax).contains($0.bytes) })
    private static let report = Flag<FileArgument?>(
        "report", help: "Where to say of each bad alert what is wrong with it, as JSON Lines.")

    static let command = Command(
        "simulate", summary: "Print a plausible stream of alerts that a seed determines.",
        discussion: """
            Prints JSON Lines: seizures, warnings, requests, feedback and standings of economic operators, with \
            updates and cancels of earlier ones. They are exercises unless --status says otherwise, so that they \
            reach only those who asked for exercises.

            Without --start the first alert is dated so that the last is not in the future; then the same seed gives \
            the same alerts with other times and identifiers.
            """,
        group: "Tools",
        flags: [members, groups, rate, count, seed, bad, status, start, size, report],
        examples: [
            CommandExample("cordon simulate --rate 10/s | cordon publish -", "feed a hub with an exercise"),
            CommandExample(
                "cordon simulate -n 1000 --seed 7 --bad 5% --report bad.jsonl > alerts.jsonl",
                "make a file of which fifty alerts or so must be refused, and say which"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        let options = AlertStreamOptions(
            status: arguments[status].status, badShare: arguments[bad].share, groups: arguments[groups]?.groups ?? [],
            alertBytes: arguments[size]?.bytes)
        var stream = try AlertStream(seed: arguments[seed], members: arguments[members].members, options: options)
        let schedule = Schedule(
            start: arguments[start]?.milliseconds, perSecond: arguments[rate]?.perSecond, count: arguments[count])
        let side = try arguments[report].map { try output(at: $0.path) }
        let console = arguments.console
        var badCount = 0
        var number = 0
        while number < arguments[count] ?? .max {
            if let wait = schedule.wait(before: number) {
                try console.output.flush()
                try side?.flush()
                try await Task.sleep(for: wait)
            }
            let alert = stream.next(at: schedule.time(of: number))
            number += 1
            try console.output.write(String(decoding: alert.bytes, as: UTF8.self) + "\n")
            guard let fault = alert.fault else { continue }
            badCount += 1
            try side?.write(line(number, alert, fault) + "\n")
        }
        try side?.flush()
        console.note("\(HumanFormat.count(number)) alerts, \(HumanFormat.count(badCount)) of them bad")
        return .ok
    }

    private static func output(at path: String) throws(CommandFailure) -> FileOutput {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CommandFailure(.cannotCreate, "\(path) cannot be created: \(String(cString: strerror(errno)))")
        }
        return FileOutput(descriptor: descriptor, isBuffered: true)
    }

    private static func line(_ number: Int, _ alert: SimulatedAlert, _ fault: AlertFault) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.member("line", number)
            object.member("origin", alert.origin.description)
            object.member("id", alert.id.description)
            object.member("fault", fault.rawValue)
            object.member("expectedCode", fault.code)
        }
        return writer.text
    }
}

/// When each alert of a stream is sent, and how long to wait for that.
private struct Schedule {
    private let start: Int64?
    private let perSecond: Double?
    private let began = ContinuousClock.now

    init(start: Int64?, perSecond: Double?, count: Int?) {
        self.perSecond = perSecond
        let now = Self.clock()
        // Unpaced alerts are a millisecond apart; the last of them must not lie ahead of the hub's clock.
        self.start = start ?? (perSecond == nil ? count.map { now - Int64($0) } : now)
    }

    /// The time of an alert, in milliseconds since 1970.
    func time(of number: Int) -> Int64 {
        guard let start else { return Self.clock() }
        guard let perSecond else { return start + Int64(number) }
        return start + Int64(Double(number) * 1_000 / perSecond)
    }

    /// How long to wait for an alert; nil where it is due, or nearly.
    func wait(before number: Int) -> Duration? {
        guard let perSecond else { return nil }
        let due = Duration.seconds(Double(number) / perSecond) - began.duration(to: .now)
        return due > .milliseconds(1) ? due : nil
    }

    private static func clock() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }
}
