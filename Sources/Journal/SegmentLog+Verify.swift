internal import Synchronization

/// What a check of a whole log has found.
public struct VerificationReport: Sendable {
    /// The first damage of each segment that has any, oldest first.
    public internal(set) var damages: [JournalError] = []
    /// How many segments were read.
    public internal(set) var segmentCount = 0
    /// How many numbered entries were found intact.
    public internal(set) var entryCount = 0
    /// How many bytes were read.
    public internal(set) var byteCount = 0
}

extension SegmentLog {
    /// Reads everything that is committed and checks it; it may run beside the writer.
    ///
    /// Checksums, order and completeness are looked at, and whether each leaf hash is that of the parts.
    public func verify() -> VerificationReport {
        let spans = view.withLock { $0.closed + [$0.active] }
        var report = VerificationReport()
        for span in spans {
            report.segmentCount += 1
            report.byteCount += span.end
            do throws(JournalError) {
                var window = ReadWindow()
                do throws(FileError) {
                    window.turn(to: try openFiles.file(of: span.segment))
                } catch {
                    throw .file(error)
                }
                try span.scan(&window) { (record, offset, window) throws(JournalError) in
                    guard record.kind.isNumbered else { return }
                    let entry = window.withBytes(from: offset) { record.entry($0) }
                    guard entry.leafHash == entry.computeLeafHash() else {
                        throw .damaged(
                            file: span.segment.path, offset: offset, what: "the leaf hash is not that of the parts")
                    }
                    report.entryCount += 1
                }
            } catch {
                report.damages.append(error)
            }
        }
        return report
    }
}
