import Foundation
import TestSupport
import Testing

extension RunningHub {
    /// Real seizures in and out: what desks get is held against what Python reckons from the table itself.
    @Suite(.timeLimit(.minutes(2))) struct RoundTrip {
        private static let table = "data/seizures/unodc-ids-2011-2016.zip"
        private static let seizures = 3_000

        @Test(.enabled(if: SharedData.has(table), "the public table of seizures is not there"))
        func `three desks that replay a published table get what the table says, by country, category and rule`() throws
        {
            let table = try #require(SharedData.url(Self.table)).path
            let script = SharedData.packageRoot.appending(path: "deploy/roundtrip/run").path
            let output = FileManager.default.temporaryDirectory.path + "/roundtrip-\(UUID().uuidString).log"
            defer { try? FileManager.default.removeItem(atPath: output) }
            let process = try ChildProcess(
                "/usr/bin/env",
                ["python3", script, Programs.folder, table, "--limit", "\(Self.seizures)", "--idle", "2"],
                output: output, errors: output)
            let status = process.wait(within: .seconds(100))
            let said = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            #expect(status == 0, "\(said)")
            #expect(said.contains("every desk got exactly what the table says"), "\(said)")
        }
    }
}
