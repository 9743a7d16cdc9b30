internal import JSONDocument

/// A schema ready to judge documents: immutable, to be shared between threads.
public final class CompiledSchema: Sendable {
    /// The schema's absolute URI.
    public let uri: String
    /// What is allowed in the schema files but most likely a slip, such as a misspelt keyword.
    public let warnings: [SchemaWarning]

    let graph: SchemaGraph
    let program: Program

    init(
        source: SchemaSource, reference: URIReference, registry: SchemaRegistry, options: SchemaOptions
    ) throws(SchemaCompileError) {
        var builder = GraphBuilder(registry: registry, options: options)
        try builder.build(source, reference: reference)
        try InPlaceCycles.check(builder.graph)
        var compiler = ProgramCompiler(graph: builder.graph)
        graph = builder.graph
        program = try compiler.compile()
        warnings = builder.warnings
        uri = graph.absoluteLocation(of: SchemaGraph.root)
    }

    /// Compiles one schema file, with what it refers to in a registry.
    ///
    /// `name` is what errors call the file: usually its path.
    public convenience init(
        _ text: [UInt8], name: String = "schema", registry: SchemaRegistry = SchemaRegistry(),
        options: SchemaOptions = SchemaOptions()
    ) throws(SchemaCompileError) {
        var registry = registry
        let uri = try registry.add(text, name: name)
        let reference = URIReference(uri)
        guard let source = try registry.source(reference.description) else { preconditionFailure("just added") }
        try self.init(source: source, reference: reference, registry: registry, options: options)
    }
}
