/// A refusal as the scanner meets it: cheap to return, explained only when somebody asks.
struct JSONFault {
    /// What the scanner's steps answer.
    enum Raw: UInt8 {
        case none, opened, finished
        case tooDeep, trailing, expectedCommaOrBrace, expectedCommaOrBracket, expectedName, expectedColon
        case expectedValue, expectedDigit, leadingZero, duplicateKey
        case invalidUTF8, controlCharacter, invalidEscape, loneSurrogate
    }

    var code: JSONSyntaxError.Code
    var offset: Int
    var expectation = ""

    init(code: JSONSyntaxError.Code, offset: Int, expectation: String = "") {
        self.code = code
        self.offset = offset
        self.expectation = expectation
    }

    init(raw: Raw, offset: Int, depthMax: Int) {
        self.offset = offset
        switch raw {
        case .none, .opened, .finished, .expectedValue:
            (code, expectation) = (.unexpectedByte, "a value: an object, array, string, number, true, false or null")
        case .tooDeep: (code, expectation) = (.tooDeep, "at most \(depthMax) levels of arrays and objects")
        case .trailing: (code, expectation) = (.trailingBytes, "the end: one text holds one value")
        case .expectedCommaOrBrace: (code, expectation) = (.unexpectedByte, "',' or '}'")
        case .expectedCommaOrBracket: (code, expectation) = (.unexpectedByte, "',' or ']'")
        case .expectedName: (code, expectation) = (.unexpectedByte, "a member name in double quotes")
        case .expectedColon: (code, expectation) = (.unexpectedByte, "':' after the member name")
        case .expectedDigit: (code, expectation) = (.invalidNumber, "a digit")
        case .leadingZero: (code, expectation) = (.invalidNumber, "a number without leading zeros")
        case .duplicateKey: (code, expectation) = (.duplicateKey, "each member name once in an object")
        case .invalidUTF8: (code, expectation) = (.invalidUTF8, "UTF-8")
        case .controlCharacter: (code, expectation) = (.controlCharacter, "an escape such as \\n or \\u0007")
        case .invalidEscape:
            (code, expectation) = (.invalidEscape, "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four digits")
        case .loneSurrogate: (code, expectation) = (.loneSurrogate, "both halves of the pair, as in \\uD83D\\uDE00")
        }
    }

    static func tooLarge(limit: Int, text: UnsafeRawBufferPointer) -> JSONSyntaxError {
        JSONSyntaxError(
            code: .tooLarge, byteOffset: limit, position: JSONTextPosition(ofByte: limit, in: text),
            message: "the text has \(text.count) bytes; at most \(limit) are read")
    }

    /// The refusal with its place and a sentence for people.
    func explained(in text: UnsafeRawBufferPointer) -> JSONSyntaxError {
        let exact = refined(in: text)
        return JSONSyntaxError(
            code: exact.code, byteOffset: exact.offset, position: JSONTextPosition(ofByte: exact.offset, in: text),
            message: exact.sentence(in: text))
    }

    /// The scanner cannot tell the end of the text from a zero byte, nor a misspelt word from any other byte.
    private func refined(in text: UnsafeRawBufferPointer) -> JSONFault {
        var exact = self
        if offset >= text.count, code != .duplicateKey, code != .tooDeep, code != .unterminatedComment {
            exact.offset = text.count
            let blank = text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
            exact.code = blank ? .emptyText : .unexpectedEnd
            if code == .controlCharacter { exact.expectation = "the closing quote of a string" }
            return exact
        }
        guard code == .unexpectedByte else { return exact }
        if offset == 0, text.starts(with: [0xEF, 0xBB, 0xBF]) {
            exact.code = .byteOrderMark
            exact.expectation = "UTF-8 without a byte order mark"
        } else if (text[offset] | 0x20) &- 0x61 < 26, expectation.hasPrefix("a value") {
            exact.code = .invalidLiteral
        } else if text[offset] >= 0x80, !isUTF8(text, at: offset) {
            exact.code = .invalidUTF8
            exact.expectation = "UTF-8"
        }
        return exact
    }

    private func isUTF8(_ text: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        let sequence = text[offset...].prefix(Self.sequenceLength(text[offset]))
        return String(validating: sequence, as: UTF8.self) != nil
    }

    private static func sequenceLength(_ lead: UInt8) -> Int { lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2 }

    private func sentence(in text: UnsafeRawBufferPointer) -> String {
        switch code {
        case .emptyText: return "the text is empty; expected \(expectation)"
        case .unexpectedEnd: return "the text ends here; expected \(expectation)"
        case .unexpectedByte: return "unexpected \(Self.name(of: text[offset])); expected \(expectation)"
        case .invalidLiteral: return "not a word of JSON; expected \(expectation)"
        case .invalidNumber: return "not a number; expected \(expectation)"
        case .controlCharacter: return "\(Self.name(of: text[offset])) in a string; expected \(expectation)"
        case .invalidEscape: return "unknown escape; expected \(expectation)"
        case .loneSurrogate: return "half of a surrogate pair; expected \(expectation)"
        case .invalidUTF8: return "bytes that are not UTF-8; expected \(expectation)"
        case .duplicateKey: return "a member name stands twice in one object; expected \(expectation)"
        case .tooDeep: return "nested too deep; expected \(expectation)"
        case .trailingBytes: return "something follows the value; expected \(expectation)"
        case .byteOrderMark: return "the text begins with a byte order mark; expected \(expectation)"
        case .unterminatedComment: return "a comment begins here and does not end; expected */"
        case .tooLarge: return "the text is too large"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: "'\(Unicode.Scalar(byte))'"
        case 0x20: "space"
        default: "byte 0x" + String(byte, radix: 16, uppercase: true)
        }
    }
}
