internal import JSONDocument

/// Lowers a graph into a program.
///
/// Each schema that judges a value first met there becomes a program of its own. Whatever else applies to the same value
/// becomes part of it, or a routine that shares its frame: so an object's members are read once, into slots for all
/// names that any of these schemas mentions. Programs refer to each other by number until the end.
struct ProgramCompiler {
    /// The programs that share the frame of one value.
    struct Group {
        /// Index of the name group; nil where no schema looks at members.
        var names: Int32?
        var slots: [String: Int32] = [:]
        /// Whether some schema asks which members or elements others evaluated.
        var tracksEvaluation = false
        var routines: [Int: Int32] = [:]
    }

    enum Task {
        case entry(schema: Int, program: Int32)
        case routine(schema: Int, program: Int32, group: Int)
        /// The keywords of a schema without `unevaluated…` ahead of these.
        case scope(schema: Int, program: Int32, group: Int)
    }

    let graph: SchemaGraph
    var parts = ProgramParts()
    var groups: [Group] = []
    var tasks: [Task] = []
    var starts: [Int32] = []
    private var entries: [Int: Int32] = [:]
    private var sizes: [Int: Int] = [:]
    var evaluations: [Int: StaticEvaluation] = [:]
    var body: [Instruction] = []

    init(graph: SchemaGraph) { self.graph = graph }

    mutating func compile() throws(SchemaCompileError) -> Program {
        let root = entry(SchemaGraph.root)
        var next = 0
        while next < tasks.count {
            body = []
            switch tasks[next] {
            case .entry(let schema, let program):
                starts[Int(program)] = Int32(parts.instructions.count)
                try emitEntry(schema)
            case .routine(let schema, let program, let group):
                starts[Int(program)] = Int32(parts.instructions.count)
                emit(schema, group)
            case .scope(let schema, let program, let group):
                starts[Int(program)] = Int32(parts.instructions.count)
                emitKeywords(schema, group)
                emitUnevaluated(schema)
            }
            body.append(Instruction(opcode: .end))
            parts.instructions += body
            guard parts.instructions.count <= SchemaLimits.instructionsMax else {
                throw error(SchemaGraph.root, "more than \(SchemaLimits.instructionsMax) instructions")
            }
            next += 1
        }
        linkPrograms()
        parts.entry = Int(starts[Int(root)])
        parts.entries = graph.schemas.indices.map { entries[graph.alias(of: $0)].map { starts[Int($0)] } ?? -1 }
        return Program(parts, graph: graph)
    }

    private func error(_ schema: Int, _ message: String) -> SchemaCompileError {
        let place = graph.schemas[schema].place
        return graph.sources[place.source].error(.tooLarge, at: place.node, message)
    }

    // MARK: Programs by number

    private mutating func newProgram() -> Int32 {
        starts.append(0)
        return Int32(starts.count - 1)
    }

    /// The program that judges a value first met by a schema.
    mutating func entry(_ schema: Int) -> Int32 {
        let target = graph.alias(of: schema)
        if let program = entries[target] { return program }
        let program = newProgram()
        entries[target] = program
        tasks.append(.entry(schema: target, program: program))
        return program
    }

    /// The program for a child value, -1 where any value will do.
    mutating func childEntry(_ schema: Int) -> Int32 {
        graph.isTrivial(graph.alias(of: schema)) ? -1 : entry(schema)
    }

    /// The program that judges the value at hand by a further schema.
    mutating func routine(_ schema: Int, _ group: Int) -> Int32 {
        let target = graph.alias(of: schema)
        if let program = groups[group].routines[target] { return program }
        let program = newProgram()
        groups[group].routines[target] = program
        tasks.append(.routine(schema: target, program: program, group: group))
        return program
    }

    mutating func scope(_ schema: Int, _ group: Int) -> Int32 {
        let program = newProgram()
        tasks.append(.scope(schema: schema, program: program, group: group))
        return program
    }

    /// Small schemas are copied where they apply instead of called.
    private static let inlineSizeMax = 16

    mutating func isSmall(_ schema: Int) -> Bool { size(schema) <= Self.inlineSizeMax }

    private mutating func size(_ schema: Int) -> Int {
        if let known = sizes[schema] { return known }
        let node = graph.schemas[schema]
        var total = 1 + node.objects.properties.count + node.constantLists.count
        for child in node.unconditional { total = min(total + size(child), 1 << 20) }
        total += node.conditional.count
        sizes[schema] = total
        return total
    }

    // MARK: The frame of a value

    private mutating func emitEntry(_ schema: Int) throws(SchemaCompileError) {
        var group = Group()
        var names: [String] = []
        var readsMembers = false
        for part in graph.inPlaceClosure(of: schema) {
            let objects = graph.schemas[part].objects
            names += objects.properties.map(\.name) + objects.required + objects.dependentSchemas.map(\.name)
            for dependent in objects.dependentRequired { names += [dependent.name] + dependent.required }
            let hasRule = !objects.patternProperties.isEmpty || objects.additionalProperties != nil
            if hasRule || objects.unevaluatedProperties != nil { readsMembers = true }
            if needsScope(part) { group.tracksEvaluation = true }
        }
        for name in names where group.slots[name] == nil { group.slots[name] = Int32(group.slots.count) }
        guard group.slots.count <= SchemaLimits.namesPerObjectMax else {
            throw error(schema, "more than \(SchemaLimits.namesPerObjectMax) property names for one object")
        }
        if readsMembers || !group.slots.isEmpty { group.names = addNames(group.slots) }
        groups.append(group)
        emitTypes(schema)
        if let names = group.names { body.append(Instruction(opcode: .members, first: names)) }
        emit(schema, groups.count - 1, typesDone: true)
    }

    private mutating func addNames(_ slots: [String: Int32]) -> Int32 {
        var size = 4
        while size < slots.count * 3 { size *= 2 }
        let mask = size - 1
        let table = parts.names.count
        let free = ProgramTables.Name(text: addText(""), slot: -1)
        parts.names += [ProgramTables.Name](repeating: free, count: size)
        for (name, slot) in slots.sorted(by: { $0.value < $1.value }) {
            var at = Int(JSONKey(name).hash) & mask
            while parts.names[table + at].slot >= 0 { at = (at + 1) & mask }
            parts.names[table + at] = ProgramTables.Name(text: addText(name), slot: slot)
        }
        parts.groups.append(
            ProgramTables.NameGroup(table: Int32(table), mask: UInt64(mask), count: Int32(slots.count)))
        parts.slotsMax = max(parts.slotsMax, slots.count)
        return Int32(parts.groups.count - 1)
    }

    mutating func addText(_ text: String) -> ProgramTables.Text {
        let utf8 = Array(text.utf8)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: utf8.count + 16)
        memory.initialize(repeating: 0, count: utf8.count + 16)
        memory.update(from: utf8, count: utf8.count)
        parts.textMemory.append(UnsafeMutableRawPointer(memory))
        let words = ProgramTables.Text.words(memory, count: utf8.count)
        return ProgramTables.Text(low: words.low, high: words.high, bytes: memory, count: utf8.count)
    }
}
