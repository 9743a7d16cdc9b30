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
    /// The checks that stand for programs, by where these begin.
    var checks: [Int32: ProgramTables.Check] = [:]
    /// Whether what is emitted holds whenever the value of the frame is valid.
    var isUnconditional = false
    /// The way from the schema of the frame to the one that is emitted.
    var inPlacePath: [String] = []
    /// What is free in a table of texts: equal to none.
    let freeText: ProgramTables.Text

    init(graph: SchemaGraph) {
        self.graph = graph
        var free = parts.addText("")
        free.count = -1
        freeText = free
    }

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
        parts.rootCheck = check(starts[Int(root)])
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
    /// Larger ones, too, where that lets members be judged as they are read.
    private static let entryInlineSizeMax = 128

    mutating func isSmall(_ schema: Int) -> Bool {
        size(schema) <= (isUnconditional ? Self.entryInlineSizeMax : Self.inlineSizeMax)
    }

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
        isUnconditional = true
        emit(schema, groups.count - 1, typesDone: true)
        isUnconditional = false
    }

    /// How many places for each name there may be, so that each has one of its own.
    private static let placesPerNameMax = 32

    private mutating func addNames(_ slots: [String: Int32]) -> Int32 {
        var group = ProgramTables.NameGroup(
            names: Int32(parts.names.count), count: Int32(slots.count), places: Int32(parts.places.count), shift: 0,
            mask: 0, isPerfect: true)
        let ordered = slots.sorted { $0.value < $1.value }.map { (name: $0.key, hash: JSONKey($0.key).hash) }
        if !findPlaces(ordered.map(\.hash), &group) {
            group.isPerfect = false
            group.shift = 0
            while group.mask < slots.count * 3 { group.mask = group.mask * 2 + 1 }
        }
        var places = Array(
            repeating: ProgramTables.NamePlace(free: slots.count), count: Int(group.mask) + 1)
        for (slot, entry) in ordered.enumerated() {
            var at = Int(entry.hash >> group.shift & group.mask)
            while places[at].slot < slots.count { at = (at + 1) & Int(group.mask) }
            let name = ProgramTables.Name(addText(entry.name), slot: Int32(slot))
            places[at] = ProgramTables.NamePlace(name)
            parts.names.append(name)
        }
        parts.names.append(ProgramTables.Name(freeText, slot: 0))
        parts.places += places
        parts.groups.append(group)
        parts.slotsMax = max(parts.slotsMax, slots.count)
        return Int32(parts.groups.count - 1)
    }

    /// Finds bits of the hashes that differ for all names, so that none is in another's place.
    private func findPlaces(_ hashes: [UInt64], _ group: inout ProgramTables.NameGroup) -> Bool {
        var size: UInt64 = 4
        while size <= UInt64(max(hashes.count, 1) * Self.placesPerNameMax) {
            var taken = [Bool](repeating: false, count: Int(size))
            for shift in 0..<UInt64(40) where size >= hashes.count {
                for place in taken.indices { taken[place] = false }
                let isFree = hashes.allSatisfy { hash in
                    let place = Int(hash >> shift & (size - 1))
                    defer { taken[place] = true }
                    return !taken[place]
                }
                if isFree {
                    group.shift = shift
                    group.mask = size - 1
                    return true
                }
            }
            size *= 2
        }
        return false
    }

    mutating func addText(_ text: String) -> ProgramTables.Text { parts.addText(text) }
}
