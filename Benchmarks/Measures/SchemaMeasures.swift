internal import AlertModel
internal import JSONDocument
internal import JSONSchema

/// The schema validator on one thread: on the public workload, beside another validator in the same run, and on our own
/// schemas.
enum SchemaMeasures {
    static let all = [
        Measurements.Measure(prefix: "schema", run: schema),
        Measurements.Measure(prefix: "alert.parse_and_judge", run: alert),
    ]

    private static let rounds = 15

    private static func schema(_ scale: Scale, _ report: (Figure) -> Void) throws {
        guard let documents = try AlertDocuments(scale) else { return }
        let schema = try CompiledSchema(documents.schema)
        var validator = SchemaValidator()
        var document = JSONDocument()
        let valid = try perText(documents.valid) { text in
            guard validator.isValid(try document.parse(text), against: schema) else {
                throw MeasureFailure("a valid document is refused")
            }
        }
        report(Figure(name: "schema.parse_and_judge", value: valid, unit: "us"))
        reportPerByte("schema.parse_and_judge", valid, documents.valid, report)
        let invalid = try perText(documents.invalid) { text in
            guard !validator.findings(try document.parse(text), against: schema).isEmpty else {
                throw MeasureFailure("an invalid document is accepted")
            }
        }
        report(Figure(name: "schema.judge_invalid_all_findings", value: invalid, unit: "us"))
        let compile = try perText(Array(repeating: documents.schema, count: scale(20, tiny: 1))) {
            _ = try CompiledSchema($0)
        }
        report(Figure(name: "schema.compile", value: compile / 1_000, unit: "ms"))
        guard let other = try otherValidator(documents, scale) else { return }
        report(Figure(name: "schema.jsonschema_rs", value: other, unit: "us"))
        report(Figure(name: "schema.ratio.jsonschema_rs", value: other / valid, unit: "x"))
    }

    private static func alert(_ scale: Scale, _ report: (Figure) -> Void) throws {
        var alerts = BenchmarkAlerts.twoKibibytes
        let texts = (0..<scale(2_000, tiny: 20)).map { _ in alerts.next() }
        let schemas = try AlertSchemaSet()
        guard let entry = schemas.latest(.seizure) else { throw MeasureFailure("there is no schema of seizures") }
        var validator = SchemaValidator()
        var document = JSONDocument()
        let microseconds = try perText(texts) { text in
            guard validator.isValid(try document.parse(text), against: entry.schema) else {
                throw MeasureFailure("the alert of the measurement is refused")
            }
        }
        report(Figure(name: "alert.parse_and_judge", value: microseconds, unit: "us"))
        reportPerByte("alert.parse_and_judge", microseconds, texts, report)
    }

    // MARK: Comparing

    /// jsonschema-rs, fed by orjson, on the same documents: microseconds for each; nil where it is not installed.
    private static func otherValidator(_ documents: AlertDocuments, _ scale: Scale) throws -> Double? {
        let arguments = ["-c", script, documents.schemaPath, documents.validPath, String(scale(9, tiny: 1))]
        guard let text = try? PythonProgram.run(arguments), let value = Double(text.trimmed) else {
            Note.write("schema.ratio.jsonschema_rs is left out: there is no python3 with jsonschema-rs and orjson")
            return nil
        }
        return value
    }

    private static let script = """
        import statistics, sys, time
        import jsonschema_rs, orjson
        schema = orjson.loads(open(sys.argv[1], "rb").read())
        texts = open(sys.argv[2], "rb").read().splitlines()
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
        times = []
        for _ in range(int(sys.argv[3])):
            start = time.perf_counter()
            for text in texts:
                if not validator.is_valid(orjson.loads(text)):
                    sys.exit(1)
            times.append(time.perf_counter() - start)
        print(statistics.median(times) / len(texts) * 1e6)
        """

    /// Microseconds for each text: the median of several rounds over all of them.
    private static func perText(_ texts: [[UInt8]], _ body: ([UInt8]) throws -> Void) rethrows -> Double {
        let seconds = try (0..<rounds).map { _ in
            try Stopwatch.seconds { for text in texts { try body(text) } }
        }
        return Stopwatch.median(seconds) / Double(texts.count) * 1e6
    }

    private static func reportPerByte(
        _ name: String, _ microseconds: Double, _ texts: [[UInt8]], _ report: (Figure) -> Void
    ) {
        let bytes = Double(texts.reduce(0) { $0 + $1.count }) / Double(texts.count)
        report(Figure(name: name + ".per_byte", value: microseconds * 1_000 / bytes, unit: "ns"))
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0.isWhitespace }.prefix { !$0.isWhitespace }) }
}
