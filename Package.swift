// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built the same way: Swift 6 mode, explicit existentials and imports, no warnings.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

// The layers of docs/architecture.md, lowest first: a target imports only what stands above it here.
let package = Package(
    name: "cordon",
    products: [
        .library(name: "CordonClient", targets: ["CordonClient"]),
        .library(name: "JSONSchema", targets: ["JSONSchema"]),
        .executable(name: "cordon", targets: ["cordon"]),
        .executable(name: "cordond", targets: ["cordond"]),
        .executable(name: "cordon-bench", targets: ["cordon-bench"]),
    ],
    targets: [
        // 0: C
        .systemLibrary(name: "CZeroMQ"),
        .systemLibrary(name: "CSodium"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CCrypto"),
        .systemLibrary(name: "CZip"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CChecksum"),
        .target(name: "CJSONScan"),
        .target(name: "CLinux"),
        .target(name: "CMemory"),
        .target(name: "CRuleScan"),
        .target(name: "CAlertSchemas"),

        // 1: foundations
        library("JSONDocument", ["CJSONScan"]),
        library("JSONSchema", ["JSONDocument", "CRE2"]),
        library("ZeroMQ", ["CZeroMQ", "CLinux"]),
        library("Telemetry"),
        library("TransparencyLog", ["CCrypto"]),

        // 2: domain
        library("AlertSchemas", ["CAlertSchemas"]),
        library("AlertModel", ["AlertSchemas", "JSONSchema", "JSONDocument", "TransparencyLog"]),
        library("RuleLanguage", ["JSONSchema", "JSONDocument", "CRE2"]),
        library("RuleIndex", ["RuleLanguage", "JSONDocument", "CMemory", "CRuleScan"]),
        library("AlertRules", ["AlertModel", "RuleLanguage", "JSONSchema"]),

        // 3: services
        library("ExchangeProtocol", ["AlertModel", "TransparencyLog"]),
        library("Journal", ["TransparencyLog", "Telemetry", "CSQLite", "CChecksum", "CLinux"]),
        library("JournalTesting", ["Journal", "TransparencyLog"]),
        library(
            "Trust",
            ["AlertSchemas", "AlertModel", "JSONSchema", "JSONDocument", "Journal", "CSodium", "CZeroMQ"]),

        // 4: assemblies
        library(
            "Hub",
            [
                "ExchangeProtocol", "Trust", "Journal", "AlertModel", "AlertRules", "RuleIndex", "RuleLanguage",
                "JSONSchema", "JSONDocument", "ZeroMQ", "Telemetry", "TransparencyLog", "AlertSchemas",
            ]),
        library(
            "CordonClient",
            ["ExchangeProtocol", "Trust", "AlertModel", "JSONDocument", "ZeroMQ", "TransparencyLog", "CSQLite"]),
        library("CommandLine", ["Telemetry"]),
        library("AlertImport", ["AlertModel", "AlertSchemas", "JSONDocument", "TransparencyLog", "CZip"]),
        library("Simulation", ["AlertModel", "JSONDocument"]),

        // 5: programs
        program("cordond", ["Hub", "CommandLine", "Telemetry"]),
        program(
            "cordon",
            [
                "CordonClient", "CommandLine", "Trust", "AlertModel", "AlertRules", "RuleLanguage", "RuleIndex",
                "JSONSchema", "JSONDocument", "AlertSchemas", "AlertImport", "Simulation", "ExchangeProtocol",
                "Journal", "TransparencyLog",
            ]),
        .target(
            name: "Measures",
            dependencies: [
                "AlertModel", "AlertSchemas", "ExchangeProtocol", "JSONDocument", "JSONSchema", "Journal",
                "JournalTesting", "RuleIndex", "RuleLanguage", "Simulation", "Trust", "ZeroMQ",
            ], path: "Benchmarks/Measures", swiftSettings: strict),
        program("cordon-bench", ["Measures"], path: "Benchmarks/Program"),
        program("example-publisher", ["CordonClient"], path: "Examples/Publisher"),
        program("example-desk", ["CordonClient"], path: "Examples/Desk"),

        // Tests
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "Attacks", dependencies: ["ExchangeProtocol", "ZeroMQ", "CSodium", "TestSupport"],
            path: "Tests/Attacks",
            swiftSettings: strict),
        program("cordon-attacker", ["Attacks", "ZeroMQ"], path: "Tests/Attacker"),
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        tests("JSONDocumentTests", ["JSONDocument", "CJSONScan"]),
        tests("JSONSchemaTests", ["JSONSchema", "JSONDocument", "CAllocations"], exclude: ["oracles"]),
        tests("ZeroMQTests", ["ZeroMQ"]),
        tests("TelemetryTests", ["Telemetry"]),
        tests("TransparencyLogTests", ["TransparencyLog"]),
        tests("AlertModelTests", ["AlertModel", "AlertSchemas", "JSONDocument", "JSONSchema"]),
        tests("RuleLanguageTests", ["RuleLanguage", "RuleIndex", "JSONDocument"]),
        tests("RuleIndexTests", ["RuleIndex", "RuleLanguage", "JSONDocument", "CRuleScan"], exclude: ["celpy"]),
        tests("AlertRulesTests", ["AlertRules", "AlertModel", "RuleLanguage", "JSONDocument"]),
        tests(
            "ExchangeProtocolTests", ["ExchangeProtocol", "AlertModel", "TransparencyLog"], exclude: ["pyzmq"]),
        tests("JournalTests", ["Journal", "JournalTesting", "TransparencyLog"]),
        tests("TrustTests", ["Trust", "AlertModel"]),
        tests(
            "HubTests",
            [
                "Hub", "ExchangeProtocol", "Trust", "Journal", "JournalTesting", "AlertModel", "AlertRules",
                "AlertSchemas", "RuleIndex", "TransparencyLog", "ZeroMQ",
            ]),
        tests("CordonClientTests", ["CordonClient", "example-publisher", "example-desk"]),
        tests("CommandLineTests", ["CommandLine"]),
        tests("CommandTests", ["cordon", "cordond", "CommandLine", "JSONDocument", "AlertSchemas"]),
        tests("AlertImportTests", ["AlertImport", "AlertModel", "JSONDocument", "CZip"]),
        tests("SimulationTests", ["Simulation", "AlertModel"]),
        tests("MeasuresTests", ["Measures", "cordond"]),
        tests(
            "SystemTests",
            [
                "Attacks", "cordon-attacker", "cordond", "AlertSchemas", "CordonClient", "ExchangeProtocol", "ZeroMQ",
                "AlertModel",
                "TransparencyLog",
            ],
            exclude: ["pyzmq"]),
        tests("TidyTests", []),
    ],
    cxxLanguageStandard: .cxx17
)
