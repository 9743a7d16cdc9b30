/// What the evaluator may take of the hub's thread, whatever the rules: so many steps a second, of which some are saved
/// up. Principals whose rules took more than there was are known for a while.
struct StepBudget {
    private var left = HubLimits.evaluatedStepsSavedMax
    private var filledAt: UInt64 = 0
    private var dearUntil: [String: UInt64] = [:]

    /// Takes steps out; whether they were there.
    mutating func spend(_ steps: Int, _ now: HubTime) -> Bool {
        let elapsed = Int(min(now.steady - min(filledAt, now.steady), 1_000))
        left = min(HubLimits.evaluatedStepsSavedMax, left + elapsed * HubLimits.evaluatedStepsPerMillisecond)
        filledAt = max(filledAt, now.steady)
        left -= steps
        return left >= 0
    }

    /// Begins anew, after what was dear was left to others.
    mutating func refill(_ now: HubTime) {
        left = HubLimits.evaluatedStepsSavedMax
        filledAt = max(filledAt, now.steady)
    }

    /// Notes that the rules of a principal are dear.
    mutating func setDear(_ principal: String, _ now: HubTime) {
        dearUntil = dearUntil.filter { $0.value > now.steady }
        dearUntil[principal] = now.steady + HubLimits.dearMilliseconds
    }

    /// Whether the rules of a principal were dear lately.
    func isDear(_ principal: String, _ now: HubTime) -> Bool { dearUntil[principal].map { $0 > now.steady } ?? false }
}
