/// How fast rules come in: to put some hundreds into the index takes the hub's thread milliseconds, so that a principal
/// has so many at once and then so many a second, whatever its sessions. What comes faster waits. One list of each
/// principal is checked at a time, so that those with few do not wait for those with many.
struct RuleIntake {
    private struct Allowance {
        var rules = HubLimits.ruleBurstMax
        var filledAt: UInt64
        /// Lists that wait to be checked, are being checked, or were and wait.
        var lists = 0
        var isChecking = false
        var unchecked: [RulesRequest] = []
    }

    private var allowances: [String: Allowance] = [:]
    /// Checked lists that wait until their principals may have so many rules again, oldest first.
    private var waiting: [RulesAnswer] = []

    /// Takes in a list that is to be checked; false where its principal has as many already.
    mutating func add(_ request: RulesRequest, listsMax: Int, _ now: HubTime) -> Bool {
        var allowance = allowances[request.principal] ?? Allowance(filledAt: now.steady)
        guard allowance.lists < listsMax else { return false }
        allowance.lists += 1
        allowance.unchecked.append(request)
        allowances[request.principal] = allowance
        return true
    }

    /// The next list of a principal to be checked, where none of it is; stale ones are dropped.
    mutating func next(of principal: String, isStale: (RulesRequest) -> Bool) -> RulesRequest? {
        guard var allowance = allowances[principal], !allowance.isChecking else { return nil }
        let stale = allowance.unchecked.prefix(while: isStale).count
        allowance.unchecked.removeFirst(stale)
        allowance.lists -= stale
        let request = allowance.unchecked.isEmpty ? nil : allowance.unchecked.removeFirst()
        allowance.isChecking = request != nil
        allowances[principal] = allowance
        return request
    }

    /// A list was checked.
    mutating func checked(_ answer: RulesAnswer) { allowances[answer.request.principal]?.isChecking = false }

    /// The list that was checked, where its turn is now; else it waits for it, behind those of its principal that do.
    mutating func take(_ answer: RulesAnswer, _ now: HubTime) -> RulesAnswer? {
        let principal = answer.request.principal
        if !waiting.contains(where: { $0.request.principal == principal }), spend(answer, now) { return answer }
        waiting.append(answer)
        return nil
    }

    /// Those that waited and whose turn has come.
    mutating func takeDue(_ now: HubTime) -> [RulesAnswer] {
        guard !waiting.isEmpty || !allowances.isEmpty else { return [] }
        var due: [RulesAnswer] = []
        var left: [RulesAnswer] = []
        var blocked: Set<String> = []
        for answer in waiting {
            let principal = answer.request.principal
            if !blocked.contains(principal), spend(answer, now) {
                due.append(answer)
            } else {
                blocked.insert(principal)
                left.append(answer)
            }
        }
        waiting = left
        allowances = allowances.filter { $0.value.lists > 0 || filled($0.value, now) < HubLimits.ruleBurstMax }
        return due
    }

    private func filled(_ allowance: Allowance, _ now: HubTime) -> Int {
        let elapsed = Int(min(now.steady - min(allowance.filledAt, now.steady), 3_600_000))
        return min(HubLimits.ruleBurstMax, allowance.rules + elapsed * HubLimits.rulesPerSecondMax / 1_000)
    }

    /// Takes the rules of a list out of the allowance, whose debt the next ones wait for; false where there is a debt.
    private mutating func spend(_ answer: RulesAnswer, _ now: HubTime) -> Bool {
        let principal = answer.request.principal
        guard var allowance = allowances[principal] else { return true }
        let left = filled(allowance, now)
        guard left > 0 else { return false }
        allowance.rules = left
        allowance.filledAt = now.steady
        if case .success(let rules) = answer.result { allowance.rules -= rules.all.count }
        allowance.lists -= 1
        allowances[principal] = allowance
        return true
    }
}
