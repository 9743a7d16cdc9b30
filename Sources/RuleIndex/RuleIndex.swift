public import JSONDocument
public import RuleLanguage

/// Many rules, and which of them match an alert.
///
/// The result is exactly what evaluating every rule would give. A rule that demands a text at some path is evaluated
/// only on alerts that have it there; the other rules are evaluated on every alert.
public struct RuleIndex: Sendable {
    /// A rule and where the index keeps it.
    struct Entry {
        let rule: Rule
        /// The field of `fields` and the hashes under which the rule is found; nil where it is always evaluated.
        let place: (field: Int, hashes: [UInt64])?
    }

    /// A path that rules demand a text at.
    struct Field {
        let path: [String]
        let keys: [JSONKey]
        /// The rules by the hash of the text they demand.
        var buckets: [UInt64: [Candidate]] = [:]
    }

    /// A rule to be evaluated.
    struct Candidate {
        let id: RuleID
        let rule: Rule
    }

    private(set) var entries: [RuleID: Entry] = [:]
    private(set) var fields: [Field] = []
    private(set) var unkeyed: [Candidate] = []
    /// By the bytes of the names: `String`s that are canonically equivalent count as equal, and name different fields.
    private var fieldOfPath: [[[UInt8]]: Int] = [:]

    /// An index without rules.
    public init() {}

    /// The number of rules.
    public var count: Int { entries.count }

    /// The rule of an id, nil where there is none.
    public subscript(id: RuleID) -> Rule? { entries[id]?.rule }

    /// Adds a rule, or replaces the one of that id.
    public mutating func insert(_ id: RuleID, _ rule: Rule) {
        remove(id)
        let candidate = Candidate(id: id, rule: rule)
        guard let key = bestKey(of: rule) else {
            entries[id] = Entry(rule: rule, place: nil)
            unkeyed.append(candidate)
            return
        }
        let field = field(of: key.path)
        let hashes = Array(Set(key.values.map(AccessKey.hash)))
        for hash in hashes { fields[field].buckets[hash, default: []].append(candidate) }
        entries[id] = Entry(rule: rule, place: (field, hashes))
    }

    /// Takes a rule out.
    /// - Returns: The rule, nil where there was none of that id.
    @discardableResult
    public mutating func remove(_ id: RuleID) -> Rule? {
        guard let entry = entries.removeValue(forKey: id) else { return nil }
        guard let (field, hashes) = entry.place else {
            unkeyed.removeAll { $0.id == id }
            return entry.rule
        }
        for hash in hashes {
            fields[field].buckets[hash]?.removeAll { $0.id == id }
            if fields[field].buckets[hash]?.isEmpty == true { fields[field].buckets[hash] = nil }
        }
        return entry.rule
    }

    /// Finds the rules that match an alert.
    /// - Parameter matches: Receives their ids in ascending order; what it held before is dropped, its memory kept.
    public func match(root: JSONNode, into matches: inout [RuleID]) {
        matches.removeAll(keepingCapacity: true)
        for candidate in unkeyed where candidate.rule.matches(root) { matches.append(candidate.id) }
        for field in fields where !field.buckets.isEmpty {
            var node: JSONNode? = root
            for key in field.keys { node = node?.member(key) }
            guard let node, node.kind == .string, let bucket = field.buckets[AccessKey.hash(node)] else { continue }
            for candidate in bucket where candidate.rule.matches(root) { matches.append(candidate.id) }
        }
        matches.sort()
    }

    // MARK: Keys

    /// The key under which the fewest rules lie so far.
    private func bestKey(of rule: Rule) -> AccessKey? {
        AccessKey.all(of: rule).map { ($0, load(of: $0)) }.min { $0.1 < $1.1 }?.0
    }

    private func load(of key: AccessKey) -> Int {
        guard let field = fieldOfPath[Self.bytes(key.path)] else { return key.values.count }
        return key.values.reduce(key.values.count) {
            $0 + (fields[field].buckets[AccessKey.hash($1)]?.count ?? 0)
        }
    }

    private static func bytes(_ path: [String]) -> [[UInt8]] { path.map { Array($0.utf8) } }

    private mutating func field(of path: [String]) -> Int {
        if let known = fieldOfPath[Self.bytes(path)] { return known }
        fields.append(Field(path: path, keys: path.map { JSONKey($0) }))
        fieldOfPath[Self.bytes(path)] = fields.count - 1
        return fields.count - 1
    }
}

extension RuleIndex: CustomStringConvertible {
    /// A line for each path with its texts and rules counted, and a line for the rules without one.
    public var description: String {
        let lines = fields.sorted { $0.path.lexicographicallyPrecedes($1.path) }.compactMap { field -> String? in
            let sizes = field.buckets.values.map(\.count)
            guard let largest = sizes.max() else { return nil }
            return "  \(field.path.joined(separator: ".")): \(field.buckets.count) values, "
                + "\(sizes.reduce(0, +)) entries, largest bucket \(largest)"
        }
        return (["\(count) rules"] + lines + ["  without a key: \(unkeyed.count)"]).joined(separator: "\n")
    }
}
