import Foundation
import Measures
import TestSupport
import Testing

@Suite("Measurements", .serialized)
struct MeasurementTests {
    @Test(
        "every measurement still runs, and gives a figure a line",
        arguments: ["json", "alert", "probe", "journal", "index", "hub.publish", "hub.fanout20", "hub.latency"])
    func tiny(prefix: String) throws {
        var lines: [String] = []
        try Measurements.run(only: prefix, scale: .tiny) { lines.append($0.line) }
        #expect(!lines.isEmpty)
        for line in lines {
            let parts = line.split(separator: "\t")
            #expect(parts.count == 3)
            #expect(parts.first?.hasPrefix(prefix) == true)
            #expect(parts.dropFirst().first.flatMap { Double($0) } ?? -1 > 0, "\(line)")
        }
    }
}
