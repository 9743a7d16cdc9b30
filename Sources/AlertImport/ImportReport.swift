public import JSONDocument

/// What came of an import.
public struct ImportReport: Sendable {
    /// Rows of the table, without the heading and empty lines.
    public internal(set) var rows = 0
    /// Empty lines, which are passed over.
    public internal(set) var blankLines = 0
    /// Alerts made.
    public internal(set) var alerts = 0
    /// Rows that repeat an earlier row exactly.
    public internal(set) var exactDuplicates = 0
    /// Rows left out because they do.
    public internal(set) var droppedDuplicates = 0
    /// How many rows were refused, by the kind of reason.
    public internal(set) var refused: [String: Int] = [:]
    /// The rows that were refused, at most `ImportLimits.refusalsKeptMax`.
    public internal(set) var refusals: [ImportRefusal] = []
    /// How many alerts there are of each category.
    public internal(set) var categories: [String: Int] = [:]
    /// Values that were left out of alerts that were made, by what is to be said of them.
    public internal(set) var notes: [String: Int] = [:]

    /// How many rows were refused in all.
    public var refusedCount: Int { refused.values.reduce(0, +) }

    /// The share of alerts in a category, from 0 to 1.
    public func share(ofCategory name: String) -> Double {
        alerts == 0 ? 0 : Double(categories[name] ?? 0) / Double(alerts)
    }

    mutating func note(_ text: String) {
        guard notes[text] != nil || notes.count < ImportLimits.notesKeptMax else { return }
        notes[text, default: 0] += 1
    }

    mutating func add(_ refusal: ImportRefusal) {
        refused[refusal.reason, default: 0] += 1
        if refusals.count < ImportLimits.refusalsKeptMax { refusals.append(refusal) }
    }

    /// Writes the report as an object; `file` names the table.
    public func write(to writer: inout JSONWriter, file: String) {
        writer.object { report in
            report.member("file", file)
            report.member("rows", rows)
            report.member("blankLines", blankLines)
            report.member("alerts", alerts)
            report.member("exactDuplicates", exactDuplicates)
            report.member("droppedDuplicates", droppedDuplicates)
            report.member("refused", refusedCount)
            Self.write("refusedByReason", refused, to: &report)
            Self.write("categories", categories, to: &report)
            Self.write("notes", notes, to: &report)
            report.name("refusals")
            report.array { list in
                for refusal in refusals {
                    list.object { object in
                        object.member("line", refusal.line)
                        object.member("row", refusal.row)
                        object.member("reason", refusal.reason)
                        object.member("message", refusal.message)
                    }
                }
            }
            report.member("refusalsTruncated", refusals.count < refusedCount)
        }
    }

    private static func write(_ name: String, _ counts: [String: Int], to report: inout JSONWriter) {
        report.name(name)
        report.object { object in
            for (key, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                object.member(key, count)
            }
        }
    }
}
