public import JSONDocument

/// The forms in which a verdict is written for programs (JSON Schema Core 2020-12, section 12.4).
public enum OutputForm: String, Sendable, CaseIterable {
    /// Valid or not, and nothing more.
    case flag
    /// All findings in a list.
    case basic
    /// The findings below the keywords through which they were reached; a keyword with one finding below it is left out.
    case detailed
}

extension JSONWriter {
    /// Writes the verdict that findings amount to: `{"valid":true}` where there are none.
    ///
    /// Beyond what section 12.3 of JSON Schema Core 2020-12 asks for, each finding tells its code, byte offset, line
    /// and column.
    public mutating func verdict(_ findings: [Finding], in form: OutputForm) {
        object { object in object.verdictMembers(findings, in: form) }
    }

    /// Writes the members of a verdict into an object that has others, too.
    public mutating func verdictMembers(_ findings: [Finding], in form: OutputForm) {
        member("valid", findings.isEmpty)
        guard !findings.isEmpty, form != .flag else { return }
        name("errors")
        array { list in
            if form == .detailed {
                for group in OutputGroup.groups(of: findings, depth: 0) { group.write(to: &list) }
            } else {
                for finding in findings { list.object { finding.writeUnit(to: &$0) } }
            }
        }
    }
}

extension Finding {
    /// Writes the members of an output unit.
    fileprivate func writeUnit(to object: inout JSONWriter) {
        object.member("valid", false)
        object.member("keywordLocation", keywordLocation.description)
        if !absoluteKeywordLocation.isEmpty {
            object.member("absoluteKeywordLocation", absoluteKeywordLocation)
        }
        object.member("instanceLocation", instanceLocation.description)
        object.member("error", message)
        object.member("code", code)
        object.member("byteOffset", byteOffset)
        object.member("line", position.line)
        object.member("column", position.column)
    }
}

/// Findings whose ways through the schema begin alike.
private struct OutputGroup {
    let findings: [Finding]

    /// Findings by the token at a depth of their ways, in the order of the text.
    static func groups(of findings: [Finding], depth: Int) -> [OutputGroup] {
        var order: [String?] = []
        var byToken: [String?: [Finding]] = [:]
        for finding in findings {
            let tokens = finding.keywordLocation.tokens
            let token = depth < tokens.count ? tokens[depth] : nil
            if byToken[token] == nil { order.append(token) }
            byToken[token, default: []].append(finding)
        }
        return order.map { OutputGroup(findings: byToken[$0] ?? []) }
    }

    func write(to list: inout JSONWriter) {
        guard findings.count > 1 else {
            for finding in findings { list.object { finding.writeUnit(to: &$0) } }
            return
        }
        let way = Self.shared(findings.map(\.keywordLocation.tokens))
        let groups = Self.groups(of: findings, depth: way.count)
        guard groups.count > 1 else {
            // One keyword found several things wrong.
            for finding in findings { list.object { finding.writeUnit(to: &$0) } }
            return
        }
        list.object { object in
            object.member("valid", false)
            object.member("keywordLocation", JSONPointer(tokens: way).description)
            let place = Self.shared(findings.map(\.instanceLocation.tokens))
            object.member("instanceLocation", JSONPointer(tokens: place).description)
            object.name("errors")
            object.array { inner in for group in groups { group.write(to: &inner) } }
        }
    }

    /// What all lists begin with.
    private static func shared(_ lists: [[String]]) -> [String] {
        guard var common = lists.first?[...] else { return [] }
        for list in lists.dropFirst() {
            let length = zip(common, list).prefix { $0 == $1 }.count
            common = common.prefix(length)
        }
        return Array(common)
    }
}
