// A libFuzzer target: any bytes are a schema or refused as one, with a place in the text; what compiles can judge.
// Built and run by `make fuzz`.
import JSONDocument
import JSONSchema

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSchemaCompile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = Array(UnsafeBufferPointer(start: start, count: count))
    for options in [SchemaOptions(allowsUnknownFormats: true), .annotatingFormats] {
        do throws(SchemaCompileError) {
            let schema = try CompiledSchema(text, name: "fuzz", options: options)
            judge(text, schema)
        } catch {
            precondition(!error.message.isEmpty && error.position.line >= 1)
        }
    }
    return 0
}

/// A schema is a document, too: it is judged by itself.
private func judge(_ text: [UInt8], _ schema: CompiledSchema) {
    guard let document = try? JSONDocument(parsing: text) else { return }
    var validator = SchemaValidator()
    let verdict = validator.isValid(document.tape, against: schema)
    let findings = validator.findings(document.tape, against: schema, max: 10)
    precondition(findings.isEmpty == verdict && findings.count <= 10)
}
