/// Several rules in one text, each with a name: a line each, the name, a tab and the rule.
///
/// The text begins with `#`, as no rule can, so that it is not taken for one; further lines that begin with `#` are
/// comments, and empty lines are passed over.
public struct RuleList: Sendable {
    /// A rule of a list.
    public struct Entry: Sendable {
        /// Its name, unique in the list.
        public let name: String
        /// Its text.
        public let text: String

        /// A rule and its name.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Why a text is no list of rules.
    public struct Fault: Error, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// What is wrong and what would be right.
        public let message: String
        /// `line N: message`.
        public var description: String { "line \(line): \(message)" }
    }

    /// The longest name in bytes.
    public static let nameBytesMax = 64
    /// The most rules of a list.
    public static let rulesMax = 256

    /// The rules, in the order of the text.
    public let entries: [Entry]

    /// Whether a text is a list rather than a rule.
    public static func isList(_ text: String) -> Bool { text.utf8.first == UInt8(ascii: "#") }

    /// Takes over rules.
    public init(_ entries: [Entry]) { self.entries = entries }

    /// Reads a list.
    public init(_ text: String) throws(Fault) {
        var entries: [Entry] = []
        var names: Set<String> = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated()
        where line.utf8.first != UInt8(ascii: "#") && line.contains(where: { $0 != " " }) {
            guard let tab = line.firstIndex(of: "\t") else {
                throw Fault(line: index + 1, message: "expected a name, a tab and a rule")
            }
            let name = String(line[..<tab])
            guard Self.isName(name) else {
                throw Fault(
                    line: index + 1,
                    message: "a name is of 1 to \(Self.nameBytesMax) bytes, without spaces and control characters")
            }
            guard names.insert(name).inserted else {
                throw Fault(line: index + 1, message: "there is another rule of the name \(name)")
            }
            guard entries.count < Self.rulesMax else {
                throw Fault(line: index + 1, message: "a list has at most \(Self.rulesMax) rules")
            }
            entries.append(Entry(name: name, text: String(line[line.index(after: tab)...])))
        }
        guard !entries.isEmpty else { throw Fault(line: lines.count, message: "the list has no rule") }
        self.entries = entries
    }

    /// Whether a text may be the name of a rule.
    public static func isName(_ name: String) -> Bool {
        1...nameBytesMax ~= name.utf8.count && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// The list as text.
    public var text: String {
        (["# rules"] + entries.map { "\($0.name)\t\($0.text)" }).joined(separator: "\n")
    }
}
