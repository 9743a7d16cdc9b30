import Foundation
import Testing

/// docs/protocol.md, taken apart.
struct SpecificationDocument {
    /// A message in hexadecimal, as the document shows it.
    struct Transcript: Sendable, CustomTestStringConvertible {
        var testDescription: String { title }
        var title: String
        var isFromClient: Bool
        var name: String
        var frames: [[UInt8]]
    }

    static let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let path = packageRoot.appendingPathComponent("docs/protocol.md").path
    static let shared = SpecificationDocument(text: (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")

    let lines: [Substring]

    init(text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// All transcripts, in their order.
    var transcripts: [Transcript] {
        var found: [Transcript] = []
        var isInside = false
        for line in lines {
            if line.hasPrefix("```") {
                isInside = line == "```cxp"
            } else if isInside, line.hasPrefix("C: ") || line.hasPrefix("H: ") {
                let words = line.split(separator: " ")
                found.append(
                    Transcript(
                        title: String(line), isFromClient: line.hasPrefix("C"), name: String(words[1]), frames: []))
            } else if isInside, !found.isEmpty {
                let parts = line.split(separator: "|", omittingEmptySubsequences: false)
                if parts.count == 2 { found[found.count - 1].frames.append([]) }
                let last = found[found.count - 1].frames.count - 1
                found[found.count - 1].frames[last] += Self.bytes(parts[parts.count - 1])
            }
        }
        return found
    }

    /// The rows of the first table whose header's cells are `header`, their cells without back quotes.
    func table(_ header: [String]) -> [[String]] {
        guard let start = lines.firstIndex(where: { Self.cells($0) == header }) else { return [] }
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map(Self.cells)
    }

    private static func cells(_ line: Substring) -> [String] {
        guard line.hasPrefix("|") else { return [] }
        return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
        }
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        hexadecimal.split(separator: " ").map { UInt8($0, radix: 16) ?? 0 }
    }
}
