import CommandLine

/// Alerts that were kept, wherever.
struct RetainedAlerts {
    private let argument: FileArgument

    init(_ argument: FileArgument) { self.argument = argument }

    /// Calls `body` with each alert's place, for people, and its bytes.
    func forEach(_ body: (_ place: String, _ bytes: [UInt8]) throws -> Void) async throws {
        let file = try AlertFile(argument)
        try await file.forEach { item, _ in
            try body("\(file.name):\(item.line)", item.bytes)
            return true
        }
    }
}
