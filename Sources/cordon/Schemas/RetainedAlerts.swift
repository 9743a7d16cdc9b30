import CommandLine
import Foundation
import JSONDocument
import Journal

/// Alerts that were kept: in a file of JSON Lines, or in the folder of a hub's log.
struct RetainedAlerts {
    private let argument: FileArgument

    init(_ argument: FileArgument) { self.argument = argument }

    /// Names a place of an alert for people.
    typealias Naming = (JSONTextPosition) -> String

    /// Calls `body` with what names each alert's places, and its bytes.
    func forEach(_ body: (_ naming: Naming, _ bytes: [UInt8]) throws -> Void) async throws {
        if Self.isFolder(argument.path) {
            // The log stands in the hub's data directory.
            let inner = argument.path + "/log"
            return try readLog(Self.isFolder(inner) ? inner : argument.path, body)
        }
        var source = try AlertSource(argument)
        let name = source.name
        try await source.forEach { item in
            try body({ "\(name):\(item.line + $0.line - 1):\($0.column)" }, item.bytes)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private func readLog(_ folder: String, _ body: (_ naming: Naming, _ bytes: [UInt8]) throws -> Void) throws {
        do {
            try SegmentFolder(folder).forEach { entry in
                if entry.kind == .alert { try body({ "position \(entry.position):\($0)" }, Array(entry.body)) }
            }
        } catch let error as JournalError {
            throw CommandFailure(.dataRefused, "the log in \(folder) cannot be read: \(error)")
        } catch let error as FileError {
            throw CommandFailure(.noInput, "the log in \(folder) cannot be read: \(error)")
        }
    }
}
