import JSONSchema
import Testing

@Suite("The evolution of a schema")
struct EvolutionPairTests {
    @Test("is decided as by hand", arguments: EvolutionPair.all)
    func pair(_ pair: EvolutionPair) throws {
        let old = try Judging.schema(pair.old)
        let new = try Judging.schema(pair.new)
        let backward = SchemaCompatibility.answer(old: old, new: new, direction: .backward)
        let forward = SchemaCompatibility.answer(old: old, new: new, direction: .forward)
        #expect(try expected(backward, accepting: old, refusing: new) == pair.backward, "backward: \(backward)")
        #expect(try expected(forward, accepting: new, refusing: old) == pair.forward, "forward: \(forward)")
    }

    @Test("there are at least forty pairs")
    func count() { #expect(EvolutionPair.all.count >= 40) }

    /// What an answer is, a counter-example judged once more.
    private func expected(
        _ answer: SchemaCompatibility.Answer, accepting: CompiledSchema, refusing: CompiledSchema
    ) throws -> EvolutionPair.Expected {
        switch answer {
        case .compatible: return .compatible
        case .undecided(let undecided):
            #expect(!undecided.reason.isEmpty)
            return .undecided
        case .incompatible(let example):
            #expect(try Judging.isValid(example.document, accepting))
            #expect(try !Judging.isValid(example.document, refusing))
            #expect(!example.findings.isEmpty)
            return .incompatible
        }
    }
}
