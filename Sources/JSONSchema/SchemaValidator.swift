public import JSONDocument

/// Judges documents by compiled schemas. Holds the memory that takes, so keep one for each thread and use it again:
/// judging a valid document then allocates nothing.
///
/// The time a verdict takes is linear in the document times the schema; what would take longer is refused.
public struct SchemaValidator: ~Copyable {
    private var scratch = JudgeScratch()
    /// What was said of the schema that was broken last.
    var paths: SchemaPaths?

    /// A validator for one thread.
    public init() {}

    /// Whether a document is valid. The tape of a document that was refused by its parser is not.
    public mutating func isValid(_ tape: JSONTape, against schema: CompiledSchema) -> Bool {
        verdict(tape, schema) == .valid
    }

    enum Verdict {
        case valid, invalid
        /// Judging would take too many steps.
        case tooLaborious
    }

    mutating func verdict(_ tape: JSONTape, _ schema: CompiledSchema) -> Verdict {
        guard tape.count > 0 else { return .invalid }
        reserve(tape, schema.program)
        let steps = max(SchemaLimits.stepsMin, tape.count * SchemaLimits.stepsPerValueMax)
        if let verdict = run(tape, schema.program, steps: steps, remembers: false) { return verdict }
        let more = max(SchemaLimits.rememberedStepsMin, tape.count * SchemaLimits.rememberedStepsPerValueMax)
        defer { forgetVerdicts() }
        return run(tape, schema.program, steps: more, remembers: true) ?? .tooLaborious
    }

    mutating func reserve(_ tape: JSONTape, _ program: Program) {
        scratch.reserve(slotsMax: program.slotsMax, textBytes: tape.byteCount)
    }

    var hasStepsLeft: Bool { scratch.state.pointee.stepsLeft >= 0 }

    mutating func allowSteps(_ steps: Int) {
        scratch.state.pointee.stepsLeft = steps
        scratch.state.pointee.marksTop = 0
    }

    mutating func forgetVerdicts() {
        if !scratch.state.pointee.memo.isEmpty { scratch.state.pointee.memo = [:] }
    }

    /// A judge that uses this validator's memory.
    func judge(_ tape: JSONTape, _ program: Program, remembers: Bool) -> Judge {
        scratch.judge(tape, program, remembers: remembers)
    }

    /// Nil where the steps did not suffice.
    private mutating func run(_ tape: JSONTape, _ program: Program, steps: Int, remembers: Bool) -> Verdict? {
        allowSteps(steps)
        let holds = judge(tape, program, remembers: remembers).judge(Int32(truncatingIfNeeded: program.entry), 0, 0)
        if scratch.state.pointee.stepsLeft < 0 { return nil }
        return holds ? .valid : .invalid
    }
}
