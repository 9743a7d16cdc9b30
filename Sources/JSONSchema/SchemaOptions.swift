/// How a schema is compiled.
public struct SchemaOptions: Sendable {
    /// The formats that are asserted; nil where `format` is an annotation only, as the standard has it by default.
    public var formats: FormatTable?

    /// Options; by default every format of `FormatTable.standard` is asserted and others are refused.
    public init(formats: FormatTable? = .standard) { self.formats = formats }

    /// `format` asserts nothing.
    public static let annotatingFormats = SchemaOptions(formats: nil)
}
