import Foundation
import Measures
import TestSupport
import Testing

@Suite("Measurements", .serialized)
struct MeasurementTests {
    @Test(
        "every measurement still runs, and gives a figure a line",
        arguments: [
            "json", "alert", "rules", "probe", "journal", "index", "hub.publish", "hub.fanout20", "hub.latency",
        ] + (SharedData.has("bench/alert_documents.py") ? ["schema"] : []))
    func tiny(prefix: String) async throws {
        // On a thread of its own: measuring blocks, and Swift's threads are for tests that do not.
        let result: Result<[String], any Error> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: Result {
                        var lines: [String] = []
                        try Measurements.run(only: prefix, scale: .tiny) { lines.append($0.line) }
                        return lines
                    })
            }
        }
        let lines = try result.get()
        #expect(!lines.isEmpty)
        for line in lines {
            let parts = line.split(separator: "\t")
            #expect(parts.count == 3)
            #expect(parts.first?.hasPrefix(prefix) == true)
            // A lag may be none.
            let least = line.hasPrefix("index.lag") ? 0 : Double.leastNonzeroMagnitude
            #expect(parts.dropFirst().first.flatMap { Double($0) } ?? -1 >= least, "\(line)")
        }
    }
}
