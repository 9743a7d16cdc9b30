/// What a peer may cost the hub in control commands: a bucket of units that fills with time.
///
/// Alerts are bounded by the publisher's window and not counted here.
struct ControlBudget: Sendable {
    /// What one command costs, in units.
    enum Cost: Int {
        case credit = 1
        /// Work that reaches the journal, the rule compiler or the directory.
        case lookUp = 10
        case malformed = 100
    }

    private static let millisecondsPerSecond = 1_000

    let unitsPerSecond: Int
    let burstUnits: Int
    private var thousandths: Int
    private var filledAt: UInt64

    init(unitsPerSecond: Int, burstUnits: Int, now: UInt64) {
        self.unitsPerSecond = unitsPerSecond
        self.burstUnits = burstUnits
        thousandths = burstUnits * Self.millisecondsPerSecond
        filledAt = now
    }

    /// Takes the units of `cost`, and those of so many bytes that came for nothing; false where there are not enough.
    mutating func spend(_ cost: Cost, refusedBytes: Int = 0, now: UInt64) -> Bool {
        if now > filledAt {
            let full = burstUnits * Self.millisecondsPerSecond
            // After a pause that fills the bucket anyway the product could overflow.
            let pause = Int(min(now - filledAt, UInt64(full)))
            thousandths = min(full, thousandths + pause * unitsPerSecond)
            filledAt = now
        }
        let price = (cost.rawValue + refusedBytes / ProtocolLimits.refusedBytesPerUnit) * Self.millisecondsPerSecond
        guard thousandths >= price else { return false }
        thousandths -= price
        return true
    }
}
