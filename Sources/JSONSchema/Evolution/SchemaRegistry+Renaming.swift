internal import JSONDocument

extension SchemaRegistry {
    /// Compiles a registered schema as if it had the name of another version.
    ///
    /// Documents often name their schema, and the schema demands its own name by `const`. So that versions can be
    /// compared, and documents of one be judged by another, every `const` that is the schema's URI is read as `name`.
    ///
    /// - Throws: `SchemaCompileError` as `compile` does.
    public func compile(
        _ uri: String, readingOwnNameAs name: String, options: SchemaOptions = SchemaOptions()
    ) throws(SchemaCompileError) -> CompiledSchema {
        let reference = URIReference(uri)
        let plain = reference.withoutFragment.description
        guard name != plain, let source = try source(plain) else { return try compile(uri, options: options) }
        var places: [Range<Int>] = []
        Self.gather(source.node(0), plain, &places)
        guard !places.isEmpty else { return try compile(uri, options: options) }
        var writer = JSONWriter()
        writer.string(name)
        var text: [UInt8] = []
        var copied = 0
        let bytes = UnsafeBufferPointer(start: source.tape.bytes, count: source.tape.byteCount)
        for place in places {
            text += bytes[copied..<place.lowerBound]
            text += writer.bytes
            copied = place.upperBound
        }
        text += bytes[copied...]
        let renamed = try SchemaSource(text: text, name: source.name, retrievalURI: source.retrievalURI)
        return try CompiledSchema(source: renamed, reference: reference, registry: self, options: options)
    }

    /// The places of the constants that are a text, in order.
    private static func gather(_ node: JSONNode, _ text: String, _ places: inout [Range<Int>]) {
        for (name, value) in node.members {
            if name.string == "const", value.kind == .string, value.string == text {
                places.append(value.byteRange)
            } else {
                gather(value, text, &places)
            }
        }
        for element in node.elements { gather(element, text, &places) }
    }
}
