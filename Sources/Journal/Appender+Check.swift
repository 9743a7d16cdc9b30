extension Appender {
    /// Checks a batch before anything of it is written and returns the size of its records in bytes.
    func check(_ entries: [JournalEntry]) throws(JournalError) -> Int {
        guard entries.count <= JournalLimits.commitEntriesMax else {
            throw .tooLarge(what: "entries of a commit", found: entries.count, max: JournalLimits.commitEntriesMax)
        }
        var byteCount = 0
        var expected = head.next
        var time = lastTime
        var controlKeys = control.count
        var controlBytes = control.byteCount
        for entry in entries {
            let length = Record.byteCount(entry)
            guard length <= JournalLimits.recordBytesMax else {
                throw .tooLarge(what: "bytes of a record", found: length, max: JournalLimits.recordBytesMax)
            }
            byteCount += length
            guard entry.kind.isNumbered else {
                try checkControl(entry)
                let old = control.value(entry.kind, key: Array(entry.header))
                controlKeys += (entry.body.isEmpty ? 0 : 1) - (old == nil ? 0 : 1)
                controlBytes += entry.content.count - (old.map { $0.count + entry.bodyStart } ?? 0)
                continue
            }
            guard entry.kind.rawValue != 0 else { throw .malformed(what: "kind 0 is none") }
            guard entry.position == expected else {
                throw .positionNotNext(expected: expected, found: entry.position)
            }
            guard entry.time >= time else { throw .timeGoesBack(last: time, found: entry.time) }
            expected = expected.next
            time = entry.time
        }
        guard byteCount <= JournalLimits.commitBytesMax else {
            throw .tooLarge(what: "bytes of a commit", found: byteCount, max: JournalLimits.commitBytesMax)
        }
        try checkGrowth(keys: controlKeys, bytes: controlBytes)
        return byteCount
    }

    private func checkControl(_ entry: JournalEntry) throws(JournalError) {
        guard entry.kind != .closed else { throw .malformed(what: "kind 255 is the journal's own") }
        guard entry.position == .beforeFirst else { throw .malformed(what: "a control entry takes no position") }
        guard entry.signature.isEmpty else { throw .malformed(what: "a control entry has no signature") }
        guard (1...JournalLimits.controlKeyBytesMax).contains(entry.header.count) else {
            throw .tooLarge(
                what: "bytes of a control key (at least 1)", found: entry.header.count,
                max: JournalLimits.controlKeyBytesMax)
        }
        guard entry.body.count <= JournalLimits.controlValueBytesMax else {
            throw .tooLarge(
                what: "bytes of a control value", found: entry.body.count, max: JournalLimits.controlValueBytesMax)
        }
    }

    /// A state that is over a bound may still shrink, never grow.
    private func checkGrowth(keys: Int, bytes: Int) throws(JournalError) {
        guard keys <= max(JournalLimits.controlKeysMax, control.count) else {
            throw .tooLarge(what: "keys of the control state", found: keys, max: JournalLimits.controlKeysMax)
        }
        guard bytes <= max(JournalLimits.controlBytesMax, control.byteCount) else {
            throw .tooLarge(what: "bytes of the control state", found: bytes, max: JournalLimits.controlBytesMax)
        }
    }
}
