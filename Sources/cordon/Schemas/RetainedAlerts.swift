import CommandLine
import Foundation
import Journal

/// Alerts that were kept: in a file of JSON Lines, or in the folder of a hub's log.
struct RetainedAlerts {
    private let argument: FileArgument

    init(_ argument: FileArgument) { self.argument = argument }

    /// Calls `body` with each alert's place, for people, and its bytes.
    func forEach(_ body: (_ place: String, _ bytes: [UInt8]) throws -> Void) async throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: argument.path, isDirectory: &isFolder), isFolder.boolValue {
            return try readLog(body)
        }
        let file = try AlertFile(argument)
        try await file.forEach { item, _ in
            try body("\(file.name):\(item.line)", item.bytes)
            return true
        }
    }

    private func readLog(_ body: (_ place: String, _ bytes: [UInt8]) throws -> Void) throws {
        do {
            try SegmentFolder(argument.path).forEach { entry in
                if entry.kind == .alert { try body("position \(entry.position)", Array(entry.body)) }
            }
        } catch let error as JournalError {
            throw CommandFailure(.dataRefused, "the log in \(argument.path) cannot be read: \(error)")
        } catch let error as FileError {
            throw CommandFailure(.noInput, "the log in \(argument.path) cannot be read: \(error)")
        }
    }
}
