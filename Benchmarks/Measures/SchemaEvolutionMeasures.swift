internal import AlertModel
internal import AlertSchemas
internal import JSONSchema

/// The comparison of two versions of the schema of seizures, as a hub makes it at start.
enum SchemaEvolutionMeasures {
    static let all = [Measurements.Measure(prefix: "alert.schema_compat", run: compare)]

    private static let changes = [
        ("compatible", "\"caseReference\": {", "\"teamCode\": {\"type\": \"string\"}, \"caseReference\": {"),
        ("incompatible", "\"outbound\",", ""),
    ]

    private static func compare(_ scale: Scale, _ report: (Figure) -> Void) throws {
        for (answer, old, new) in changes {
            let set = try AlertSchemaSet(additional: [try version("1-0-1", replacing: old, by: new)])
            let versions = set.entries.filter { $0.kind == .seizure }
            let seconds = try (0..<scale(15, tiny: 1)).map { _ in
                try Stopwatch.seconds {
                    let isCompatible = try set.answer(old: versions[0], new: versions[1]).isCompatible
                    guard isCompatible == (answer == "compatible") else {
                        throw MeasureFailure("the versions are not \(answer)")
                    }
                }
            }
            report(Figure(name: "alert.schema_compat.\(answer)", value: Stopwatch.median(seconds) * 1e3, unit: "ms"))
        }
    }

    /// The embedded schema of seizures as another version, with some of its text replaced.
    private static func version(
        _ version: String, replacing old: String, by new: String
    ) throws -> AlertSchemas.File {
        guard let bytes = AlertSchemas.bytes(of: "alert/seizure.schema.json") else {
            throw MeasureFailure("there is no schema of seizures")
        }
        let text = String(decoding: bytes, as: UTF8.self).replacing(old, with: new)
            .replacing("/seizure/1-0-0", with: "/seizure/\(version)")
        return AlertSchemas.File(path: "seizure-\(version).schema.json", bytes: Array(text.utf8))
    }
}
