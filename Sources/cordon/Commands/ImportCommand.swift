import AlertImport
import AlertModel
import CommandLine
import Foundation
import JSONDocument

/// `cordon import`: makes alerts of a table of seizures.
enum ImportCommand {
    private static let mapping = Positional<String>(
        "mapping", help: "What becomes of the table: unodc-ids, or the path of a mapping file ending in .json.")
    private static let file = Positional<FileArgument>(
        "FILE", help: "The table as CSV, or a zip archive that holds one CSV file.")
    private static let output = Flag<FileArgument?>(
        "output", short: "o", help: "Where the alerts go; the file appears when it is complete. Standard output else.")
    private static let report = Flag<FileArgument?>("report", help: "Where to write what came of it, as JSON.")
    private static let limit = Flag<Int?>(
        "limit", help: "Stop after this many alerts.", expecting: "a whole number from 1 on", accepts: { $0 > 0 })
    private static let tlp = Flag<LabelArgument>("tlp", default: .green, help: "The label of all alerts.")
    private static let recipients = Flag<RecipientListArgument?>(
        "recipients", help: "Whom they go to, separated by commas; a restricted label needs it.")
    private static let status = Flag<StatusArgument>("status", default: .actual, help: "What the alerts say they are.")
    private static let drop = Flag<Bool>("drop-duplicates", help: "Leave out rows that repeat an earlier one exactly.")
    private static let review = Flag<TimeArgument?>(
        "review-by", help: "When the alerts are reviewed, if not when the mapping says.")

    static let command = Command(
        "import", summary: "Make alerts of a table of seizures.",
        discussion: """
            Prints JSON Lines to publish with a key that may publish for the countries of the table. Importing a \
            table again gives the same alerts, so that a hub takes none twice. Rows that cannot be taken are told on \
            standard error with their line and the reason.

            Ends with 0 where all rows were taken, 65 where some were refused, 66 where there is no table to read.
            """,
        group: "Tools",
        flags: [output, report, limit, tlp, recipients, status, drop, review], positionals: [mapping, file],
        examples: [
            CommandExample(
                "cordon import unodc-ids seizures.zip --drop-duplicates -o alerts.jsonl", "make alerts of UNODC's table"
            ),
            CommandExample("cordon import my-table.json table.csv | cordon publish -", "use a mapping of your own"),
        ], run: run)

    @Sendable private static func run(_ arguments: ParsedArguments) async throws -> ExitCode {
        var importer = try makeImporter(arguments)
        let console = arguments.console
        if let path = arguments[output], !path.isStandardStream {
            guard !FileReason.areSame(path.path, arguments[file].path) else {
                throw UsageError(
                    command: "cordon import", message: "--output names the table itself, which would be lost",
                    help: "name another file")
            }
            let file = try AtomicOutput(path: path.path)
            try importAll(&importer, console) { text throws(OutputFailure) in try file.write(text) }
            try file.complete()
        } else {
            try importAll(&importer, console) { text throws(OutputFailure) in try console.output.write(text) }
        }
        summarise(importer.report, console)
        if let path = arguments[report] {
            var writer = JSONWriter()
            importer.report.write(to: &writer, file: arguments[file].path)
            do {
                try AtomicFile.write(writer.bytes + [UInt8(ascii: "\n")], to: path.path)
            } catch {
                throw CommandFailure(.cannotCreate, error.description)
            }
        }
        return importer.report.refusedCount == 0 ? .ok : .dataRefused
    }

    private static func makeImporter(_ arguments: ParsedArguments) throws -> AlertImporter {
        let label = arguments[tlp].label
        let names = arguments[recipients]?.recipients ?? []
        if label >= .amber, names.isEmpty {
            throw UsageError(
                command: "cordon import", message: "--tlp \(label.name) needs --recipients",
                help: "name members or groups, such as --recipients member:GT,group:caricom")
        }
        if label == .red, names.contains(where: { if case .group = $0 { true } else { false } }) {
            throw UsageError(
                command: "cordon import", message: "--tlp RED goes to members only", help: "name members, not groups")
        }
        let options = ImportOptions(
            tlp: label, recipients: names, status: arguments[status].status, dropsDuplicates: arguments[drop],
            alertsMax: arguments[limit], reviewBy: arguments[review]?.milliseconds)
        do {
            let table = try ImportTable(path: arguments[file].path)
            return try AlertImporter(table: table, mapping: try readMapping(arguments[mapping]), options: options)
        } catch let error as ImportSourceError {
            throw CommandFailure(error.reason == .unreadable ? .noInput : .dataRefused, error.description)
        } catch let error as ImportMappingError {
            throw CommandFailure(.dataRefused, error.description)
        }
    }

    private static func readMapping(_ name: String) throws -> ImportMapping {
        guard name.hasSuffix(".json") else { return try ImportMapping(named: name) }
        guard let data = FileManager.default.contents(atPath: name) else {
            throw CommandFailure(.noInput, "\(name) cannot be read")
        }
        return try ImportMapping(json: Array(data), source: name)
    }

    private static func importAll(
        _ importer: inout AlertImporter, _ console: Console, to write: (String) throws(OutputFailure) -> Void
    ) throws {
        let name = Terminal.safe(importer.table.entry ?? importer.table.path)
        var progress = ProgressBar("import", total: importer.table.bytes.count, unit: .bytes, console: console)
        defer { progress.finish() }
        let rowsBetweenDrawings = 512
        while let outcome = importer.next() {
            switch outcome {
            case .alert(let alert): try write(String(decoding: alert.bytes, as: UTF8.self) + "\n")
            case .refused(let refusal):
                progress.finish()
                console.note("\(name):\(refusal.line): refused: \(Terminal.safe(refusal.message)) (\(refusal.reason))")
            }
            if importer.report.rows % rowsBetweenDrawings == 0 { progress.update(importer.bytesRead) }
        }
    }

    private static func summarise(_ report: ImportReport, _ console: Console) {
        func count(_ number: Int) -> String { HumanFormat.count(number) }
        console.note(
            "\(count(report.rows)) rows, \(count(report.alerts)) alerts, \(count(report.refusedCount)) refused")
        let dropped = report.droppedDuplicates > 0 ? ", left out" : ""
        console.note("\(count(report.exactDuplicates)) rows repeat an earlier one exactly\(dropped)")
        for (reason, number) in report.refused.sorted(by: { $0.key < $1.key }) {
            console.note("  refused, \(reason): \(count(number))")
        }
        for (note, number) in report.notes.sorted(by: { $0.key < $1.key }) {
            console.note("  \(Terminal.safe(note)): \(count(number))")
        }
        var table = Table([Table.Column("category"), Table.Column("alerts", .trailing)])
        for (category, number) in report.categories.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.append([category, count(number)])
        }
        if !table.isEmpty { console.note(table.text(on: console.errorTerminal)) }
        let hundredths = Int((report.share(ofCategory: "drugs.other") * 10_000).rounded())
        let rest = String(hundredths % 100)
        console.note("drugs.other: \(hundredths / 100).\(rest.count < 2 ? "0" : "")\(rest) % of the alerts")
    }
}
