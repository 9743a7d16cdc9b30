public import JSONDocument

extension AlertFinding {
    /// Writes the finding as a JSON object: severity, code, pointer, line, column, offset, sentence.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("severity", severity.rawValue)
            $0.member("code", code)
            $0.member("pointer", pointer)
            $0.member("line", position.line)
            $0.member("column", position.column)
            $0.member("offset", byteOffset)
            $0.member("sentence", message)
        }
    }
}
