import TestSupport
import Testing

@Suite("The conformance suite of the Common Expression Language")
struct ConformanceTests {
    static let folder = "data/suites/cel/tests/simple/testdata"
    static let isThere = SharedData.has(folder)

    /// The files about the language itself, each with the number of its tests that pass.
    static let files: [(String, Int)] = [
        ("basic", 42), ("comparisons", 328), ("conversions", 109), ("fields", 55), ("fp_math", 30),
        ("integer_math", 64), ("lists", 39), ("logic", 30), ("macros", 44), ("macros2", 46), ("parse", 176),
        ("plumbing", 5), ("string", 51), ("timestamps", 72), ("type_deduction", 12), ("string_ext", 213),
        ("math_ext", 199), ("optionals", 59),
    ]

    /// Files that are left out, each with the reason.
    static let leftOut: [(files: [String], reason: String)] = [
        (["dynamic", "enums", "wrappers", "proto2", "proto2_ext", "proto3"], "about protobuf messages"),
        (["namespace"], "names of variables with dots, resolved in a container: an alert's fields have neither"),
        (["unknowns"], "has no tests"),
        (["bindings_ext", "block_ext", "encoders_ext", "network_ext"], "extensions that rules do not offer"),
    ]

    private static let unknownFunction =
        "a function that does not exist is refused when the rule is filed, not when it is evaluated"
    private static let exactComparison =
        "numbers are compared exactly: the greatest whole number is less than 2 to the power of 63, and not equal to it"
    private static let zoneName =
        "zones are distances from UTC: the rules behind their names change, and hubs would disagree"

    /// Tests that are decided otherwise here, each with the reason.
    static let decidedOtherwise: [String: String] = {
        var tests: [String: String] = ["basic/functions/unbound_is_runtime_error": unknownFunction]
        for word in [
            "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while",
        ] {
            tests["parse/receiver_function_names/\(word)"] = unknownFunction
        }
        for name in [
            "lt_literal/not_lt_dyn_int_big_lossy_double", "gt_literal/not_gt_dyn_big_double_int",
            "lte_literal/lte_dyn_big_double_int", "gte_literal/gte_dyn_int_big_lossy_double",
        ] {
            tests["comparisons/\(name)"] = exactComparison
        }
        for name in ["getDate", "getDayOfMonth_name_pos", "getDayOfMonth_name_neg", "getDayOfYear", "getMinutes"] {
            tests["timestamps/timestamp_selectors_tz/\(name)"] = zoneName
        }
        return tests
    }()

    @Test("every test that needs neither protobuf nor an extension passes", .enabled(if: isThere), arguments: files)
    func conformance(_ file: String, _ count: Int) throws {
        let text = try SharedData.bytes("\(Self.folder)/\(file).textproto")
        var passed = 0
        for test in ConformanceCase.all(in: try TextProtoReader.read(text)) where test.reasonToSkip == nil {
            let failure = try test.failure()
            let isOtherwise = Self.decidedOtherwise["\(file)/\(test.name)"] != nil
            #expect((failure != nil) == isOtherwise, "\(test.name): \(test.expression): \(failure ?? "passes")")
            if failure == nil { passed += 1 }
        }
        #expect(passed == count)
    }

    /// Of the files about extensions, the tests that need protobuf messages, which no alert has.
    static let protobufTests: [String: [String]] = [
        "optionals": [
            "has_optional_ofNonZeroValue_struct_optional_ofNonZeroValue_map_optindex_field",
            "optional_ofNonZeroValue_struct_optional_ofNonZeroValue_map_optindex_field", "struct_map_optindex_field",
            "struct_optional_ofNonZeroValue_map_optindex_field", "struct_map_optindex_field_nested",
            "struct_list_optindex_field", "empty_struct_optindex_hasValue", "optional_empty_struct_optindex_hasValue",
            "struct_optindex_value", "optional_struct_optindex_value", "optional_struct_optindex_index_value",
        ],
        "string_ext": ["object not allowed", "object inside list", "object inside map"], "math_ext": [],
    ]

    @Test("of the extensions only tests with protobuf messages are left out", .enabled(if: isThere))
    func leftOutTests() throws {
        for (file, names) in Self.protobufTests {
            let text = try SharedData.bytes("\(Self.folder)/\(file).textproto")
            let tests = ConformanceCase.all(in: try TextProtoReader.read(text))
            let skipped = tests.filter { $0.reasonToSkip != nil }
            #expect(skipped.map { String($0.name.split(separator: "/").last ?? "") } == names)
            #expect(skipped.allSatisfy { $0.expression.contains("TestAllTypes") })
        }
    }

    @Test("what is left out has nothing that could be run", .enabled(if: isThere))
    func leftOutFiles() throws {
        for (files, _) in Self.leftOut.prefix(3) {
            for file in files {
                let text = try SharedData.bytes("\(Self.folder)/\(file).textproto")
                let tests = ConformanceCase.all(in: try TextProtoReader.read(text))
                let runnable = tests.filter { $0.reasonToSkip == nil }.map { "\(file)/\($0.name)" }
                #expect(runnable.isEmpty, "\(runnable)")
            }
        }
    }
}
