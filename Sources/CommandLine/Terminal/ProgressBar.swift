internal import Telemetry

/// How far a long task is, drawn on standard error; silent where that is no terminal.
///
/// A value with one owner. Draws at most every `interval`, and shows the share, the rate and the time that remains.
public struct ProgressBar {
    /// The time between two drawings.
    public static let interval = Duration.milliseconds(100)
    private static let barColumns = 24

    private let label: String
    private let total: Int?
    private let unit: Unit
    private let output: any TextOutput
    private let terminal: Terminal
    private let now: @Sendable () -> Duration
    private let started: Duration
    private var drawn: Duration?

    /// What is counted.
    public enum Unit: Sendable {
        /// Things, such as alerts.
        case items
        /// Bytes.
        case bytes
    }

    /// A bar for a task of `total` units, nil where that is not known. `now` is any clock that does not go back.
    public init(
        _ label: String, total: Int?, unit: Unit = .items, console: Console,
        now: @escaping @Sendable () -> Duration = ProgressBar.monotonic
    ) {
        self.label = ControlEscapes.escaped(label)
        self.total = total
        self.unit = unit
        output = console.errors
        terminal = console.errorTerminal
        self.now = now
        started = now()
    }

    /// The system's monotonic clock.
    public static let monotonic: @Sendable () -> Duration = {
        let origin = ContinuousClock.now
        return { origin.duration(to: .now) }
    }()

    /// Tells how many units are done. Drawing that fails is given up silently: the task matters more.
    public mutating func update(_ done: Int) {
        guard terminal.isTerminal else { return }
        let time = now()
        if let drawn, time - drawn < Self.interval { return }
        drawn = time
        try? output.write("\r" + line(done, after: time - started) + "\u{1B}[K")
        try? output.flush()
    }

    /// Removes the bar.
    public mutating func finish() {
        guard terminal.isTerminal, drawn != nil else { return }
        drawn = nil
        try? output.write("\r\u{1B}[K")
        try? output.flush()
    }

    private func line(_ done: Int, after elapsed: Duration) -> String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var parts = [label]
        if let total, total > 0 {
            let share = min(1, max(0, Double(done) / Double(total)))
            let filled = Int(share * Double(Self.barColumns))
            let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: Self.barColumns - filled)
            parts += [bar, "\(Int(share * 100))%", "\(shown(done))/\(shown(total))"]
        } else {
            parts.append(shown(done))
        }
        parts.append(unit == .bytes ? "\(HumanFormat.bytes(Int(min(rate, 1e18))))/s" : HumanFormat.rate(rate))
        if let total, rate > 0, done < total {
            parts.append("\(HumanFormat.duration(.seconds((Double(total - done) / rate).rounded(.up)))) left")
        }
        return DisplayWidth.truncated(parts.joined(separator: "  "), to: terminal.columns - 1)
    }

    private func shown(_ count: Int) -> String {
        unit == .bytes ? HumanFormat.bytes(count) : HumanFormat.count(count)
    }
}
