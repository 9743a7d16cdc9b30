internal import AlertModel
internal import ExchangeProtocol
internal import Journal
internal import TransparencyLog
internal import Trust

extension HubCore {
    /// Entries are durable: receipts go out, and what was recorded goes to those who asked for it.
    mutating func committed(_ commit: Commit, _ now: HubTime) {
        for leafHash in commit.leafHashes {
            guard let entry = pending.popFirst() else { break }
            head = head.next
            switch entry {
            case .alert(let alert):
                acknowledge(alert, leafHash)
                for match in alert.matches { offer(alert.record, match, now) }
            case .directory(let directory): apply(directory, now)
            }
        }
        guard !commit.leafHashes.isEmpty else { return }
        askForReferences()
        readOnAll()
    }

    /// The journal takes nothing more: what it did not make durable is refused, and so is what comes.
    mutating func journalFailed(_ reason: String, _ now: HubTime) {
        journalFailure = reason
        while let entry = pending.popFirst() {
            guard case .alert(let alert) = entry else { continue }
            for waiter in alert.waiters { refuse(waiter, .journalFailed, now) }
        }
        for alert in waiting.removeAll() { refuse(alert.waiter, .journalFailed, now) }
    }

    private mutating func acknowledge(_ alert: PendingAlert, _ leafHash: SHA256Digest) {
        let position = alert.record.position
        recent.setLeafHash(leafHash, at: position)
        counts.accepted += 1
        for (index, waiter) in alert.waiters.enumerated() {
            if index > 0 { counts.duplicates += 1 }
            guard settle(waiter) else { continue }
            touch(waiter.session)
            let key = waiter.session
            if index > 0 {
                sessions[key]!.counts.duplicates += 1
                sessions[key]!.receipts.append(
                    .duplicate(publishID: waiter.publishID, position: position.rawValue, leafHash: leafHash))
                continue
            }
            sessions[key]!.counts.accepted += 1
            sessions[key]!.receipts.append(
                .accepted(publishID: waiter.publishID, position: position.rawValue, leafHash: leafHash))
            if !alert.warnings.isEmpty {
                sessions[key]!.reports.append(
                    FindingsReport.warnings(publishID: waiter.publishID, alert.warnings))
            }
        }
    }

    // MARK: Directory

    /// Proposes a new directory: the difference becomes a numbered entry and is in force once that is durable. False
    /// where both say the same.
    mutating func propose(_ proposed: Directory, _ now: HubTime) throws(DirectoryError) -> Bool {
        // What was proposed before is in force first: entries become durable in their order.
        let latest = pending.latestDirectory ?? directory
        guard let revision = proposed.difference(from: latest) else { return false }
        let next = try latest.applying(revision)
        lastTime = max(lastTime, now.wall)
        actions.entries += HubStore.entries(
            for: revision, at: nextPosition, after: directoryPositions, time: lastTime)
        directoryPositions.append(nextPosition)
        nextPosition = nextPosition.next
        pending.append(.directory(next))
        return true
    }

    /// Takes an answer of the log.
    mutating func take(_ answer: LogAnswer, _ now: HubTime) {
        switch answer {
        case .rules(let answer): rulesChecked(answer, now)
        case .replayed(let answer): replayed(answer, now)
        case .references(let answer): referencesFound(answer, now)
        case .time(let answer): timeFound(answer, now)
        case .identifier(let answer): identified(answer, now)
        }
    }
}
