import CommandLine
import JSONSchema
import RuleLanguage

/// A file of rules: a line each, an identifier, a tab and the rule. Empty lines and lines that begin with `#` are
/// passed over.
struct RuleFile {
    /// The identifiers, in the order of the file.
    private(set) var identifiers: [String] = []
    /// The rules, one for each identifier.
    private(set) var rules: [Rule] = []
    /// How many lines hold no rule that compiles.
    private(set) var refusedCount = 0
    private let declarations: RuleDeclarations

    /// Reads a file, reporting each line that is refused.
    ///
    /// The rules may use the helpers; they may speak of any fields unless a schema says which there are.
    init(_ argument: FileArgument, schema: CompiledSchema?, console: Console) throws {
        declarations = RuleDeclarations(
            root: schema.map { RuleObjectType(name: "alert", shape: $0.shape) },
            helpers: try RuleVocabulary.declarations().helpers)
        let name = argument.isStandardStream ? "standard input" : argument.path
        var bytes = try ByteInput.whole(argument)
        // The mark with which some programs begin a text in UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var lineNumber = 0
        var known: Set<String> = []
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lineNumber += 1
            guard line.contains(where: { $0 > 0x20 }), line.first != UInt8(ascii: "#") else { continue }
            let source = Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
            let place = "\(name):\(lineNumber)"
            guard let tab = source.firstIndex(of: UInt8(ascii: "\t")), tab > 0,
                !source[..<tab].contains(UInt8(ascii: " "))
            else {
                refuse("\(place): expected an identifier without spaces, a tab and a rule", console)
                continue
            }
            let identifier = String(decoding: source[..<tab], as: UTF8.self)
            guard known.insert(identifier).inserted else {
                refuse("\(place): \(Terminal.safe(identifier)) is there already; give each rule its own", console)
                continue
            }
            take(identifier, source, from: tab + 1, file: name, line: lineNumber, console)
        }
        if rules.isEmpty, refusedCount == 0 { throw CommandFailure(.noInput, "there is no rule in \(name)") }
    }

    private mutating func take(
        _ identifier: String, _ source: [UInt8], from start: Int, file: String, line: Int, _ console: Console
    ) {
        do throws(RuleErrors) {
            rules.append(try Rule(String(decoding: source[start...], as: UTF8.self), declarations: declarations))
            identifiers.append(identifier)
        } catch {
            // Lines before this one are put back as empty ones, so that the snippet counts as the file does.
            let padding = [UInt8](repeating: UInt8(ascii: "\n"), count: line - 1)
            for fault in error.errors {
                let snippet = Snippet(
                    fault.message, file: file, source: padding + source,
                    offset: padding.count + start + fault.byteRange.lowerBound, length: max(1, fault.byteRange.count),
                    help: fault.replacement.map { "perhaps \($0)" })
                console.note(snippet.text(on: console.errorTerminal))
            }
            refusedCount += 1
        }
    }

    private mutating func refuse(_ message: String, _ console: Console) {
        console.note(message)
        refusedCount += 1
    }
}
