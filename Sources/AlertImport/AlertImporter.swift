internal import AlertModel
internal import TransparencyLog

/// Makes alerts of the rows of a table, one after the other.
///
/// What becomes of a row depends on the table, the mapping and the options alone, so that importing a table again
/// gives the same bytes. An identifier depends on the table and the row's number alone: with other options the alerts
/// of a second import are recognised as duplicates.
public struct AlertImporter {
    /// The table.
    public let table: ImportTable
    /// What becomes of its columns and values.
    public let mapping: ImportMapping
    /// How it is imported.
    public let options: ImportOptions
    /// What came of it so far.
    public private(set) var report = ImportReport()

    private var reader: CSVReader
    private let columns: ColumnIndex
    private var seen: Set<SHA256Digest> = []
    private let reviewBy: Int64

    /// An importer that has read the heading of a table; throws where columns of the mapping are missing from it.
    public init(
        table: ImportTable, mapping: ImportMapping, options: ImportOptions = ImportOptions()
    ) throws(ImportSourceError) {
        (self.table, self.mapping, self.options) = (table, mapping, options)
        reader = CSVReader(table.bytes, separator: mapping.separator)
        reviewBy = options.reviewBy ?? InternetTime.milliseconds(mapping.reviewBy) ?? 0
        switch reader.next() {
        case .row: columns = try ColumnIndex(heading: reader.row, mapping: mapping, path: table.path)
        case .fault(let fault): throw ImportSourceError(path: table.path, message: "the heading: \(fault.sentence)")
        case .end: throw ImportSourceError(path: table.path, message: "the table is empty")
        }
    }

    /// How many bytes of the table were read so far.
    public var bytesRead: Int { reader.bytesRead }

    /// What came of the next row that is not left out; nil at the end, or when there are enough alerts.
    public mutating func next() -> ImportOutcome? {
        while report.alerts < options.alertsMax ?? .max {
            switch reader.next() {
            case .end: return nil
            case .fault(let fault):
                report.rows += 1
                return refused(.unreadable(fault))
            case .row:
                if reader.row.isBlank {
                    report.blankLines += 1
                    continue
                }
                report.rows += 1
                if isDuplicate(), options.dropsDuplicates {
                    report.droppedDuplicates += 1
                    continue
                }
                return made()
            }
        }
        return nil
    }

    private mutating func made() -> ImportOutcome {
        do throws(RowFault) {
            let values = try RowValues(reader.row, columns: columns, mapping: mapping)
            guard values.sent < reviewBy else { throw .dateAfterReview }
            let id = identifier(at: values.sent)
            let bytes = values.alert(
                id: id, row: report.rows, mapping: mapping, options: options, reviewBy: reviewBy)
            report.alerts += 1
            report.categories[values.category, default: 0] += 1
            for note in values.notes { report.note(note) }
            return .alert(
                ImportedAlert(
                    bytes: bytes, id: id, category: values.category, line: reader.row.line, row: report.rows))
        } catch {
            return refused(error)
        }
    }

    private mutating func refused(_ fault: RowFault) -> ImportOutcome {
        let refusal = ImportRefusal(
            line: reader.row.line, row: report.rows, reason: fault.reason, message: fault.sentence)
        report.add(refusal)
        return .refused(refusal)
    }

    /// Counts the row where an earlier one has the same fields.
    private mutating func isDuplicate() -> Bool {
        let digest = reader.row.bytes.withUnsafeBytes { bytes in
            // The ends belong to it: a field may hold what stands between fields here.
            reader.row.ends.withUnsafeBytes { SHA256Digest(of: bytes, $0) }
        }
        if seen.count >= ImportLimits.distinctRowsMax { return countIfSeen(digest) }
        guard !seen.insert(digest).inserted else { return false }
        report.exactDuplicates += 1
        return true
    }

    private mutating func countIfSeen(_ digest: SHA256Digest) -> Bool {
        guard seen.contains(digest) else { return false }
        report.exactDuplicates += 1
        return true
    }

    /// A UUID of version 7 with a given time and 74 bits of SHA-256(digest of the table ‖ row number).
    private func identifier(at milliseconds: Int64) -> AlertIdentifier {
        var number = UInt64(report.rows).bigEndian
        let digest = table.digest.withUnsafeBytes { table in
            withUnsafeBytes(of: &number) { SHA256Digest(of: table, $0) }
        }
        let (first, second) = digest.withUnsafeBytes {
            (
                $0.loadUnaligned(as: UInt64.self).bigEndian,
                $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
            )
        }
        let high = UInt64(milliseconds) << 16 | 0x7000 | first & 0x0FFF
        let low = 1 << 63 | second >> 2
        guard let identifier = AlertIdentifier(high: high, low: low) else {
            preconditionFailure("version and variant are those of version 7")
        }
        return identifier
    }
}

/// Which columns of a table fill which field.
struct ColumnIndex: Sendable {
    /// How many columns the heading has.
    let count: Int
    private var indices: [ImportMapping.Field: [Int]] = [:]

    init(heading: CSVReader.Row, mapping: ImportMapping, path: String) throws(ImportSourceError) {
        count = heading.count
        let names = (0..<heading.count).map { heading.text($0)?.trimmed ?? "" }
        for (field, columns) in mapping.columns {
            for column in columns {
                guard let index = names.firstIndex(of: column) else {
                    throw ImportSourceError(
                        path: path, message: "the table has no column \(column), which \(mapping.name) needs")
                }
                indices[field, default: []].append(index)
            }
        }
    }

    subscript(field: ImportMapping.Field) -> [Int] { indices[field] ?? [] }

    /// The only column of a field that takes one.
    func first(_ field: ImportMapping.Field) -> Int? { indices[field]?.first }
}
