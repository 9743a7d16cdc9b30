import Foundation
import JSONDocument
import JSONSchema
import TestSupport
import Testing

/// Holds answers about random schemas against random documents.
@Suite("The comparison of schemas is sound")
struct EvolutionSoundnessTests {
    private static let isFull = ProcessInfo.processInfo.environment["CORDON_FULL"] != nil
    private static let pairs: UInt64 = isFull ? 20_000 : 600
    private static let documentsPerPair = isFull ? 400 : 150

    struct Tally {
        var compatible = 0
        var incompatible = 0
        var undecided: [String: Int] = [:]
    }

    @Test("no pair called compatible has a document that refutes it, and every counter-example is one")
    func randomPairs() throws {
        var tally = Tally()
        for seed in 0..<Self.pairs {
            let old = EvolutionGenerator.schema(seed: seed)
            let new = EvolutionGenerator.schema(seed: seed % 4 == 0 ? seed &+ 1 << 40 : seed, changing: seed &* 31)
            // Some are refused, for references that lead in circles.
            guard let writer = try? Judging.schema(old), let reader = try? Judging.schema(new) else { continue }
            let answer = SchemaCompatibility.answer(old: writer, new: reader)
            switch answer {
            case .compatible:
                tally.compatible += 1
                try holdAgainstDocuments(seed, writer, reader, "\(old)\n\(new)")
            case .incompatible(let example):
                tally.incompatible += 1
                #expect(try Judging.isValid(example.document, writer), "\(old)\n\(new)\n\(example.document)")
                #expect(try !Judging.isValid(example.document, reader), "\(old)\n\(new)\n\(example.document)")
            case .undecided(let undecided):
                tally.undecided[undecided.keyword, default: 0] += 1
            }
        }
        if Self.isFull {
            print("compatible \(tally.compatible), incompatible \(tally.incompatible), undecided \(tally.undecided)")
        }
        let undecided = tally.undecided.values.reduce(0, +)
        #expect(tally.compatible > 50)
        #expect(tally.incompatible > 50)
        #expect(
            undecided * 10 < tally.compatible + tally.incompatible, "too much is left undecided: \(tally.undecided)")
    }

    private func holdAgainstDocuments(
        _ seed: UInt64, _ writer: CompiledSchema, _ reader: CompiledSchema, _ schemas: String
    ) throws {
        var numbers = SeededGenerator(state: seed &* 77)
        var judge = SchemaValidator()
        for _ in 0..<Self.documentsPerPair {
            let text = EvolutionGenerator.document(&numbers)
            let document = try JSONDocument(parsing: Array(text.utf8))
            guard judge.isValid(document.tape, against: writer) else { continue }
            let isAccepted = judge.isValid(document.tape, against: reader)
            #expect(isAccepted, "called compatible, and yet:\n\(schemas)\n\(text)")
        }
    }
}
