import CommandLine
import Foundation
import JSONDocument

/// A context: where a hub is and with which key it is called, as JSON with comments. Paths in it are relative to the
/// file's own folder.
struct ContextFile {
    /// The largest context that is read.
    private static let bytesMax = 64 << 10
    private static let names = ["hub", "hubKey", "key"]

    /// The file; nil for no context.
    let path: String?
    /// The hub's endpoint.
    private(set) var hub: String?
    /// The path of the hub's public key.
    private(set) var hubKey: String?
    /// The path of the caller's secret key.
    private(set) var key: String?

    /// No context: everything comes from flags.
    init() { path = nil }

    /// Reads a context.
    ///
    /// - Throws: `CommandFailure` that shows the place of what is wrong.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        let source = try Self.read(path)
        var document = JSONDocument(limits: JSONLimits(bytesMax: Self.bytesMax))
        do throws(JSONSyntaxError) {
            try document.parse(source, dialect: .commented)
        } catch {
            throw Self.failure(path, source, at: error.byteOffset, error.message)
        }
        try take(document.root, source)
    }

    private static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
            guard data.count <= bytesMax else {
                throw CommandFailure(.usage, "\(path) is larger than any context", help: "at most \(bytesMax) bytes")
            }
            return Array(data)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(
                .noInput, "the context \(path) cannot be read: \(FileReason.reading(path))",
                help: "cordon hub init writes contexts; name one with --context or CORDON_CONTEXT")
        }
    }

    private mutating func take(_ root: JSONNode, _ source: [UInt8]) throws(CommandFailure) {
        let path = path ?? ""
        guard root.kind == .object else {
            throw Self.failure(path, source, at: root.byteOffset, "a context is an object, in braces")
        }
        for (name, value) in root.members {
            let text = name.string ?? ""
            guard Self.names.contains(text) else {
                throw Self.failure(
                    path, source, at: name.byteOffset, length: name.byteRange.count,
                    "a context has no member \(Terminal.safe(text))", help: "known are hub, hubKey and key")
            }
            guard let string = value.string, !string.isEmpty else {
                throw Self.failure(path, source, at: value.byteOffset, "\(text) must be a text that is not empty")
            }
            switch text {
            case "hub": hub = string
            case "hubKey": hubKey = resolved(string)
            default: key = resolved(string)
            }
        }
    }

    /// A path, relative to the folder of the context.
    private func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = self.path?.lastIndex(of: "/") else { return path }
        return (self.path ?? "")[...folder] + path
    }

    private static func failure(
        _ path: String, _ source: [UInt8], at offset: Int, length: Int = 1, _ message: String, help: String? = nil
    ) -> CommandFailure {
        let snippet = Snippet(message, file: path, source: source, offset: offset, length: length, help: help)
        return CommandFailure(
            .usage, "the context cannot be used", details: snippet.text(on: Terminal(isTerminal: false)))
    }
}
