extension LogRecord {
    /// Appends the record as a JSON object (RFC 8259) without the newline.
    ///
    /// The facts stand in an object of their own, so that no field can take the place of `level` or `message`.
    func appendJSON(to line: inout [UInt8]) {
        line.append(contentsOf: "{\"time\":\"".utf8)
        time.appendRFC3339(to: &line)
        line.append(contentsOf: "\",\"level\":\"".utf8)
        line.append(level.name)
        line.append(contentsOf: "\",\"subsystem\":".utf8)
        Self.appendJSONString(subsystem.description, to: &line)
        line.append(contentsOf: ",\"message\":".utf8)
        Self.appendJSONString(message.description, to: &line)
        if !fields.pairs.isEmpty {
            line.append(contentsOf: ",\"fields\":{".utf8)
            appendJSONFields(to: &line)
            line.append(UInt8(ascii: "}"))
        }
        line.append(UInt8(ascii: "}"))
    }

    private func appendJSONFields(to line: inout [UInt8]) {
        for (index, (name, value)) in fields.pairs.enumerated() {
            let before = line.count
            if index > 0 { line.append(UInt8(ascii: ",")) }
            Self.appendJSONString(name.description, to: &line)
            line.append(UInt8(ascii: ":"))
            switch value {
            case .text(let text): Self.appendJSONString(Self.bounded(text), to: &line)
            case .integer(let number): line.append(contentsOf: String(number).utf8)
            case .unsigned(let number): line.append(contentsOf: String(number).utf8)
            case .number(let number) where number.isFinite: line.append(contentsOf: number.description.utf8)
            case .number(let number): Self.appendJSONString(number.description, to: &line)
            case .boolean(let flag): line.append(contentsOf: (flag ? "true" : "false").utf8)
            case .redacted: Self.appendJSONString(redactedMark, to: &line)
            }
            if line.count > Self.lineBytesMax {
                line.removeSubrange(before...)
                line.append(contentsOf: (index > 0 ? ",\"…\":true" : "\"…\":true").utf8)
                return
            }
        }
    }

    /// Escapes as JSON demands, and also whatever a terminal that shows the line would obey.
    private static func appendJSONString(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                line.append(UInt8(ascii: "\\"))
                line.append(UInt8(ascii: scalar))
            case "\n": line.append(contentsOf: "\\n".utf8)
            case "\t": line.append(contentsOf: "\\t".utf8)
            default:
                if ControlEscapes.isUnsafe(scalar) {
                    for unit in UTF16.encode(scalar).unsafelyUnwrapped {
                        let digits = String(unit, radix: 16)
                        line.append(contentsOf: "\\u".utf8)
                        line.append(contentsOf: String(repeating: "0", count: 4 - digits.count).utf8)
                        line.append(contentsOf: digits.utf8)
                    }
                } else {
                    line.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
                }
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}
