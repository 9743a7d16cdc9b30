/// Which rules of its subscription an alert matches: an optional field of DELIVER.
public struct MatchedRules: Hashable, Sendable {
    /// One rule.
    public struct Rule: Hashable, Sendable {
        /// Its name in the subscription's list, empty where the subscription has a single rule.
        public var name: String
        /// The conditions that decided, empty where they were not asked for. Cut where they are long.
        public var because: String

        /// A rule that an alert matches.
        public init(name: String, because: String = "") {
            self.name = name
            self.because = because
        }
    }

    /// How many rules match.
    public var count: Int
    /// Those of them that are named, in the order of the list.
    public var rules: [Rule]

    /// Rules that an alert matches.
    public init(count: Int, rules: [Rule]) {
        self.count = count
        self.rules = rules
    }

    /// The bytes that they take in DELIVER at most, so that the field has room for every alert of it.
    private static let bytesMax = 440
    /// The longest reason in bytes.
    private static let becauseBytesMax = 240
    private static let nameBytesMax = 64

    /// Appends the rules that alert `index` of a DELIVER matches; those for which there is no room are only counted.
    func encode(index: Int, into buffer: inout [UInt8]) {
        buffer.append(UInt8(clamping: index))
        buffer.appendInteger(UInt16(clamping: count))
        let place = buffer.count
        buffer.append(0)
        for rule in rules.prefix(Int(UInt8.max)) {
            let start = buffer.count
            buffer.appendShortString(rule.name, most: Self.nameBytesMax)
            buffer.appendLongString(rule.because, most: Self.becauseBytesMax)
            guard buffer.count - place <= Self.bytesMax else {
                buffer.removeLast(buffer.count - start)
                return
            }
            buffer[place] += 1
        }
    }

    /// Reads the field: the rules by the alert's place in the DELIVER.
    static func decode(
        _ reader: inout WireReader, alertCount: Int
    ) throws(ProtocolError) -> [Int: MatchedRules] {
        var found: [Int: MatchedRules] = [:]
        while !reader.isAtEnd {
            let index = try reader.bounded(reader.byte("matched"), 0...(alertCount - 1), "matched")
            let count = Int(try reader.short("matched"))
            var rules: [Rule] = []
            for _ in 0..<(try reader.byte("matched")) {
                let name = try reader.shortString("matched", 0...nameBytesMax)
                rules.append(Rule(name: name, because: try reader.longString("matched", 0...becauseBytesMax)))
            }
            guard rules.count <= count,
                found.updateValue(MatchedRules(count: count, rules: rules), forKey: index) == nil
            else { throw reader.failure("matched", .contradiction) }
        }
        return found
    }
}
