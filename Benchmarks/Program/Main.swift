import Foundation
import Measures

@main
struct Main {
    static func main() {
        var only: String?
        var words = CommandLine.arguments.dropFirst().makeIterator()
        while let word = words.next() {
            switch word {
            case "--only": only = words.next()
            case "--help":
                print("usage: cordon-bench [--only PREFIX]\nPrints one figure a line: name, value, unit.")
                return
            default:
                fail("unknown argument \(word); see --help")
            }
        }
        do {
            try Measurements.run(only: only, scale: .full) { print($0.line) }
        } catch {
            fail("\(error)")
        }
    }

    private static func fail(_ message: String) -> Never {
        try? FileHandle.standardError.write(contentsOf: Data("cordon-bench: \(message)\n".utf8))
        exit(70)
    }
}
