public import JSONDocument

extension SchemaValidator {
    /// What is wrong with a document, in the order of its text; empty if it is valid. At most `max` findings.
    ///
    /// A mistake is reported once: members of a wrong value are not reported as unexpected, and of alternatives only
    /// the one that the document evidently means is explained.
    public mutating func findings(
        _ tape: JSONTape, against schema: CompiledSchema, max: Int = SchemaLimits.findingsMax
    ) -> [Finding] {
        guard tape.count > 0 else { return [Finding.notParsed(schema)] }
        if let findings = surveyed(tape, schema, max) { return findings }
        switch verdict(tape, schema) {
        case .valid: return []
        case .tooLaborious: return [Finding.tooLaborious(tape, schema)]
        case .invalid:
            let judge = judge(tape, schema.program, remembers: false)
            let findings = explain(tape, schema, max: max, judge: judge)
            return findings.isEmpty ? [Finding.tooLaborious(tape, schema)] : findings
        }
    }

    /// Verdict and findings in one, for a document that the program follows member by member; nil for any other, and
    /// where that takes too many steps.
    private mutating func surveyed(_ tape: JSONTape, _ schema: CompiledSchema, _ max: Int) -> [Finding]? {
        let program = schema.program
        let root = program.rootCheck
        guard root.rule == .object || root.rule == .list, root.kinds &>> UInt16(tape.kinds[0]) & 1 != 0 else {
            return nil
        }
        reserve(tape, program)
        allowSteps(Swift.max(SchemaLimits.stepsMin, tape.count * SchemaLimits.stepsPerValueMax))
        let judge = judge(tape, program, remembers: false)
        var collector = FindingCollector(
            tape: tape, paths: paths(schema), max: Swift.max(max, 1),
            judge: judge, surveys: true)
        let findings = collector.collect()
        return hasStepsLeft && collector.stepsLeft >= 0 ? findings : nil
    }

    /// The ways through a schema, which are kept until another one is asked for.
    private mutating func paths(_ schema: CompiledSchema) -> SchemaPaths {
        if let paths, paths.schema === schema { return paths }
        let new = SchemaPaths(schema)
        paths = new
        return new
    }

    /// Collects findings, with or without asking the judge which values need no explanation.
    mutating func explain(
        _ tape: JSONTape, _ schema: CompiledSchema, max: Int, judge: Judge?
    ) -> [Finding] {
        allowSteps(SchemaLimits.rememberedStepsMin)
        defer { forgetVerdicts() }
        var collector = FindingCollector(
            tape: tape, paths: paths(schema), max: Swift.max(max, 1), judge: judge)
        return collector.collect()
    }
}

extension Finding {
    /// The refusal of a document that is no document.
    fileprivate static func notParsed(_ schema: CompiledSchema) -> Finding {
        Finding(
            code: "false", instanceLocation: JSONPointer(), keywordLocation: JSONPointer(),
            absoluteKeywordLocation: schema.uri, byteOffset: 0, position: JSONTextPosition(line: 1, column: 1),
            message: "there is no document; expected one that was parsed")
    }

    /// The refusal of a document whose verdict would take too many steps.
    static func tooLaborious(_ tape: JSONTape, _ schema: CompiledSchema) -> Finding {
        Finding(
            code: "work", instanceLocation: JSONPointer(), keywordLocation: JSONPointer(),
            absoluteKeywordLocation: schema.uri, byteOffset: 0, position: JSONTextPosition(line: 1, column: 1),
            message: "the document cannot be judged within the steps allowed; expected one that nests less")
    }
}
