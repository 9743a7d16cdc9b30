import JSONDocument

@testable import RuleLanguage

/// A test of the conformance suite: an expression, the alert it is evaluated on, and what it must give.
struct ConformanceCase {
    let name: String
    let expression: String
    let message: TextProto
    let isErrorExpected: Bool

    /// All tests of a file's message.
    static func all(in file: TextProto) -> [ConformanceCase] {
        file["section"].flatMap { section in
            section["test"].map { test in
                ConformanceCase(
                    name: "\(section["name"].first?.string ?? "")/\(test["name"].first?.string ?? "")",
                    expression: test["expr"].first?.string ?? "", message: test,
                    isErrorExpected: !test["eval_error"].isEmpty)
            }
        }
    }

    private var expected: TextProto? {
        message["value"].first ?? message["typed_result"].first?["result"].first
    }

    /// Why the test is about something that rules over JSON do not have, nil where it must pass.
    var reasonToSkip: String? {
        if !message["check_only"].isEmpty { return "asks for a deduced type" }
        if message["container"].first.map({ !$0.contents.isEmpty }) == true {
            return "names are resolved in a container"
        }
        for word in ["TestAllTypes", "NestedTestAllTypes", "google.protobuf.", "GlobalEnum", "proto2", "proto3"]
        where expression.contains(word) && !isTypeName { return "needs protobuf messages" }
        if let expected, Self.needsProtobuf(expected) { return "needs protobuf messages" }
        if alert == nil { return "a variable's type is none of JSON's, or its name is qualified" }
        return nil
    }

    private var isTypeName: Bool {
        expression.contains("type(timestamp(") || expression.contains("type(duration(")
    }

    private static func needsProtobuf(_ value: TextProto) -> Bool {
        value.fields.contains { field in
            if field.name == "object_value" || field.name == "enum_value" {
                return field.value["[type.googleapis.com/google.protobuf.Timestamp]"].isEmpty
                    && field.value["[type.googleapis.com/google.protobuf.Duration]"].isEmpty
            }
            return needsProtobuf(field.value)
        }
    }

    /// The variables as a JSON object, nil where one cannot be written so.
    var alert: String? {
        var members: [String] = []
        for binding in message["bindings"] {
            guard let name = binding["key"].first?.string, !name.contains("."),
                let value = binding["value"].first?["value"].first, let json = Self.json(value)
            else { return nil }
            members.append("\"\(name)\": \(json)")
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func json(_ value: TextProto) -> String? {
        guard let field = value.fields.first else { return nil }
        switch field.name {
        case "int64_value", "bool_value": return field.value.word
        case "double_value":
            return Double(field.value.word).map { "\($0)" }
        case "null_value": return "null"
        case "string_value": return "\"\(field.value.string)\""
        case "list_value":
            let elements = field.value["values"].map(json)
            return elements.contains { $0 == nil } ? nil : "[\(elements.compactMap { $0 }.joined(separator: ", "))]"
        case "map_value":
            var members: [String] = []
            for entry in field.value["entries"] {
                guard let key = entry["key"].first?["string_value"].first?.string,
                    let value = entry["value"].first.flatMap(json)
                else { return nil }
                members.append("\"\(key)\": \(value)")
            }
            return "{\(members.joined(separator: ", "))}"
        default: return nil
        }
    }

    /// What went wrong, nil where the expression gives what it must.
    func failure() throws -> String? {
        let rule: Rule
        do throws(RuleErrors) {
            rule = try Rule(expression, purpose: .value)
        } catch {
            return isErrorExpected ? nil : "refused: \(error)"
        }
        let document = try JSONDocument(parsing: Array((alert ?? "{}").utf8))
        let result = rule.result(on: document.root)
        if case .fault(let reason) = result { return isErrorExpected ? nil : "fault: \(reason.code)" }
        if isErrorExpected { return "an error is expected, not \(result)" }
        // Tests without a value expect true (simple.proto, "result_matcher").
        let expected = expected ?? .message([("bool_value", .word("true"))])
        return Self.equal(result, expected) ? nil : "gives \(result), not \(expected)"
    }

    private static func equal(_ result: RuleResult, _ expected: TextProto) -> Bool {
        guard let field = expected.fields.first else { return false }
        let value = field.value
        switch result {
        case .fault: return false
        case .null: return field.name == "null_value"
        case .bool(let bool): return field.name == "bool_value" && value.word == "\(bool)"
        case .int(let int): return field.name == "int64_value" && Int64(value.word) == int
        case .uint(let uint): return field.name == "uint64_value" && UInt64(value.word) == uint
        case .double(let double):
            guard field.name == "double_value", let expected = Double(value.word) else { return false }
            return expected == double && expected.sign == double.sign || expected.isNaN && double.isNaN
        case .string(let bytes): return field.name == "string_value" && value.contents == bytes
        case .bytes(let bytes): return field.name == "bytes_value" && value.contents == bytes
        case .type(let name): return field.name == "type_value" && value.string == name.rawValue
        case .list(let elements):
            let values = value["values"]
            return field.name == "list_value" && values.count == elements.count
                && zip(elements, values).allSatisfy { equal($0, $1) }
        case .map(let entries): return field.name == "map_value" && equal(entries, value["entries"])
        // The suite expects none as a result.
        case .optional: return false
        case .timestamp(let time): return equal(time, "google.protobuf.Timestamp", field.name, value)
        case .duration(let time): return equal(time, "google.protobuf.Duration", field.name, value)
        }
    }

    private static func equal(_ entries: [(key: RuleResult, value: RuleResult)], _ expected: [TextProto]) -> Bool {
        entries.count == expected.count
            && entries.allSatisfy { entry in
                expected.contains { candidate in
                    guard let key = candidate["key"].first, let value = candidate["value"].first else { return false }
                    return equal(entry.key, key) && equal(entry.value, value)
                }
            }
    }

    private static func equal(_ time: RuleTime.Value, _ type: String, _ name: String, _ value: TextProto) -> Bool {
        guard name == "object_value", let message = value["[type.googleapis.com/\(type)]"].first else { return false }
        return Int64(message["seconds"].first?.word ?? "0") == time.seconds
            && Int32(message["nanos"].first?.word ?? "0") == time.nanoseconds
    }
}
