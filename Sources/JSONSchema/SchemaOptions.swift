/// How a schema is compiled.
public struct SchemaOptions: Sendable {
    /// The formats that are asserted; nil where `format` is an annotation only, as the standard has it by default.
    public var formats: FormatTable?
    /// Whether formats that the table does not have are passed over, as the standard has it (JSON Schema Validation
    /// 2020-12, section 7.2.3). An unknown format is mostly a misspelt one, so by default the schema is refused.
    public var allowsUnknownFormats: Bool

    /// Options; by default every format of `FormatTable.standard` is asserted and others are refused.
    public init(formats: FormatTable? = .standard, allowsUnknownFormats: Bool = false) {
        self.formats = formats
        self.allowsUnknownFormats = allowsUnknownFormats
    }

    /// `format` asserts nothing.
    public static let annotatingFormats = SchemaOptions(formats: nil)
}
