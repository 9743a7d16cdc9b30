internal import JSONDocument

/// A compiled schema as the judge runs it: flat arrays, never written after the compiler made them.
final class Program: @unchecked Sendable {
    // Unchecked: the memory is written by the initialiser only and freed with the last reference.

    typealias Tables = ProgramTables

    /// What the judge copies for each document.
    struct View: BitwiseCopyable {
        var instructions: UnsafePointer<Instruction>
        var lists: UnsafePointer<Int32>
        var names: UnsafePointer<Tables.Name>
        var places: UnsafePointer<Tables.NamePlace>
        var groups: UnsafePointer<Tables.NameGroup>
        var properties: UnsafePointer<Tables.Property>
        var patternProperties: UnsafePointer<Tables.PatternProperty>
        var memberRules: UnsafePointer<Tables.MemberRule>
        var slotSets: UnsafePointer<UInt64>
        var texts: UnsafePointer<Tables.Text>
        var textSets: UnsafePointer<Tables.TextSet>
        var selections: UnsafePointer<Tables.Selection>
        var memberConditions: UnsafePointer<Tables.MemberCondition>
        var checks: UnsafePointer<Tables.Check>
        var listShapes: UnsafePointer<Tables.ListShape>
        var intervals: UnsafePointer<Tables.Interval>
        var shortPatterns: UnsafePointer<ShortPattern>
        var bounds: UnsafePointer<Tables.Bound>
        var patterns: UnsafePointer<PatternMatcher>
        var formats: UnsafePointer<Format>
        var constantSets: UnsafePointer<ConstantSet>
    }

    let view: View
    private let formats: UnsafeMutableBufferPointer<Format>
    private let constantSets: UnsafeMutableBufferPointer<ConstantSet>
    /// The first instruction.
    let entry: Int
    /// For each schema of the graph the first instruction of the program that judges a value met for the first time, -1
    /// where there is none.
    let entries: [Int32]
    /// What the root must satisfy.
    let rootCheck: ProgramTables.Check
    let origins: ProgramOrigins
    /// The slots of the largest name group.
    let slotsMax: Int
    private var owned: [UnsafeMutableRawPointer] = []
    /// What the tables point into.
    private let patterns: [Pattern]
    private let sources: [SchemaSource]

    init(_ parts: ProgramParts, graph: SchemaGraph) {
        var owned: [UnsafeMutableRawPointer] = []
        formats = Self.managedCopy(graph.formats)
        constantSets = Self.managedCopy(parts.constantSets)
        view = View(
            instructions: Self.copy(parts.instructions, &owned), lists: Self.copy(parts.lists, &owned),
            names: Self.copy(parts.names, &owned), places: Self.copy(parts.places, &owned),
            groups: Self.copy(parts.groups, &owned),
            properties: Self.copy(parts.properties, &owned),
            patternProperties: Self.copy(parts.patternProperties, &owned),
            memberRules: Self.copy(parts.memberRules, &owned), slotSets: Self.copy(parts.slotSets, &owned),
            texts: Self.copy(parts.texts, &owned), textSets: Self.copy(parts.textSets, &owned),
            selections: Self.copy(parts.selections, &owned),
            memberConditions: Self.copy(parts.memberConditions, &owned),
            checks: Self.copy(parts.checks, &owned),
            listShapes: Self.copy(parts.listShapes, &owned),
            intervals: Self.copy(parts.intervals, &owned),
            shortPatterns: Self.copy(parts.shortPatterns, &owned),
            bounds: Self.copy(parts.bounds, &owned),
            patterns: Self.copy(graph.patterns.map(\.matcher), &owned),
            formats: UnsafePointer(formats.baseAddress.unsafelyUnwrapped),
            constantSets: UnsafePointer(constantSets.baseAddress.unsafelyUnwrapped))
        self.owned = owned + parts.textMemory
        entry = parts.entry
        entries = parts.entries
        slotsMax = parts.slotsMax
        rootCheck = parts.rootCheck
        origins = parts.origins
        patterns = graph.patterns
        sources = graph.sources
    }

    deinit {
        for memory in owned { memory.deallocate() }
        formats.deinitialize().deallocate()
        constantSets.deinitialize().deallocate()
    }

    /// A copy that owns what its elements refer to.
    private static func managedCopy<Element>(_ values: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
        memory.initialize(from: values, count: values.count)
        return UnsafeMutableBufferPointer(start: memory, count: values.count)
    }

    private static let cacheLineBytes = 64

    private static func copy<Element>(
        _ values: [Element], _ owned: inout [UnsafeMutableRawPointer]
    ) -> UnsafePointer<Element> {
        let raw = UnsafeMutableRawPointer.allocate(
            byteCount: max(values.count, 1) * MemoryLayout<Element>.stride, alignment: cacheLineBytes)
        let memory = raw.initializeMemory(as: Element.self, from: values, count: values.count)
        owned.append(raw)
        return UnsafePointer(memory)
    }
}

/// A program under construction.
struct ProgramParts {
    var instructions: [Instruction] = []
    var lists: [Int32] = []
    var names: [ProgramTables.Name] = []
    var places: [ProgramTables.NamePlace] = []
    var groups: [ProgramTables.NameGroup] = []
    var properties: [ProgramTables.Property] = []
    var patternProperties: [ProgramTables.PatternProperty] = []
    var memberRules: [ProgramTables.MemberRule] = []
    var slotSets: [UInt64] = []
    var texts: [ProgramTables.Text] = []
    var textSets: [ProgramTables.TextSet] = []
    var selections: [ProgramTables.Selection] = []
    var memberConditions: [ProgramTables.MemberCondition] = []
    var checks: [ProgramTables.Check] = []
    var listShapes: [ProgramTables.ListShape] = []
    var intervals: [ProgramTables.Interval] = []
    var shortPatterns: [ShortPattern] = []
    var bounds: [ProgramTables.Bound] = []
    var constantSets: [ConstantSet] = []
    /// The memory that texts point into.
    var textMemory: [UnsafeMutableRawPointer] = []
    var entry = 0
    var entries: [Int32] = []
    var rootCheck = ProgramTables.Check()
    var origins = ProgramOrigins()
    var slotsMax = 0

    /// Prepares a text, with words to be read behind it.
    mutating func addText(_ text: String) -> ProgramTables.Text {
        let utf8 = Array(text.utf8)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: utf8.count + 16)
        memory.initialize(repeating: 0, count: utf8.count + 16)
        memory.update(from: utf8, count: utf8.count)
        textMemory.append(UnsafeMutableRawPointer(memory))
        let words = ProgramTables.Text.words(memory, count: utf8.count)
        return ProgramTables.Text(low: words.low, high: words.high, bytes: memory, count: utf8.count)
    }
}

/// The values of an `enum` or `const` that are not few strings, found by hash.
struct ConstantSet: Sendable {
    private let byHash: [UInt64: [JSONNode]]

    init(_ values: [JSONNode]) { byHash = Dictionary(grouping: values, by: ValueIdentity.hash) }

    func contains(_ value: JSONNode) -> Bool {
        guard let candidates = byHash[ValueIdentity.hash(value)] else { return false }
        var at = 0
        while at < candidates.count {
            if ValueIdentity.equal(candidates[at], value) { return true }
            at += 1
        }
        return false
    }
}
