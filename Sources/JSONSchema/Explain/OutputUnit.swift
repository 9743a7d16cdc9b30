public import JSONDocument

/// The forms in which a verdict is written for programs (JSON Schema Core 2020-12, section 12.4).
public enum OutputForm: String, Sendable, CaseIterable {
    /// Valid or not, and nothing more.
    case flag
    /// All findings in a list.
    case basic
    /// The findings by the way they were reached through the schema.
    case detailed
}

extension JSONWriter {
    /// Writes the verdict that findings amount to: `{"valid":true}` where there are none.
    ///
    /// Beyond what section 12.3 of JSON Schema Core 2020-12 asks for, each finding tells its code, byte offset, line
    /// and column.
    public mutating func verdict(_ findings: [Finding], in form: OutputForm) {
        object { object in
            object.member("valid", findings.isEmpty)
            guard !findings.isEmpty, form != .flag else { return }
            object.name("errors")
            object.array { list in
                for finding in findings { list.object { finding.writeUnit(to: &$0) } }
            }
        }
    }
}

extension Finding {
    /// Writes the members of an output unit.
    func writeUnit(to object: inout JSONWriter) {
        object.member("valid", false)
        object.member("keywordLocation", keywordLocation.description)
        object.member("absoluteKeywordLocation", absoluteKeywordLocation)
        object.member("instanceLocation", instanceLocation.description)
        object.member("error", message)
        object.member("code", code)
        object.member("byteOffset", byteOffset)
        object.member("line", position.line)
        object.member("column", position.column)
    }
}
