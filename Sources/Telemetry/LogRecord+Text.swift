extension LogRecord {
    /// Appends `2026-02-03T04:05:06.789Z notice  hub: session opened member=GT` without the newline.
    func appendText(to line: inout [UInt8]) {
        time.appendRFC3339(to: &line)
        line.append(UInt8(ascii: " "))
        line.append(level.name)
        let levelColumns = 8
        for _ in level.name.utf8CodeUnitCount..<levelColumns { line.append(UInt8(ascii: " ")) }
        line.append(subsystem)
        line.append(contentsOf: ": ".utf8)
        line.append(message)
        for (name, value) in fields.pairs {
            let before = line.count
            line.append(UInt8(ascii: " "))
            line.append(name)
            line.append(UInt8(ascii: "="))
            Self.appendTextValue(value, to: &line)
            if line.count > Self.lineBytesMax {
                line.removeSubrange(before...)
                line.append(contentsOf: " …".utf8)
                return
            }
        }
    }

    private static func appendTextValue(_ value: LogValue, to line: inout [UInt8]) {
        switch value {
        case .text(let text):
            let text = bounded(text)
            if text.utf8.allSatisfy(isBareByte), !text.isEmpty {
                line.append(contentsOf: text.utf8)
            } else {
                appendQuoted(text, to: &line)
            }
        case .integer(let number): line.append(contentsOf: String(number).utf8)
        case .unsigned(let number): line.append(contentsOf: String(number).utf8)
        case .number(let number): line.append(contentsOf: number.description.utf8)
        case .boolean(let flag): line.append(contentsOf: (flag ? "true" : "false").utf8)
        case .redacted: line.append(contentsOf: redactedMark.utf8)
        }
    }

    /// Bytes that need no quotes. Anything beyond ASCII is quoted, so that no value can look like `‹redacted›` or `…`.
    private static func isBareByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "="), UInt8(ascii: "\\"): false
        default: byte > 0x20 && byte < 0x7F
        }
    }

    private static func appendQuoted(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                line.append(UInt8(ascii: "\\"))
                line.append(UInt8(ascii: scalar))
            } else if ControlEscapes.isUnsafe(scalar) {
                line.append(contentsOf: ControlEscapes.escape(of: scalar).utf8)
            } else {
                line.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
            }
        }
        line.append(UInt8(ascii: "\""))
    }
}

extension [UInt8] {
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }
}
