internal import AlertSchemas
internal import Foundation
internal import JSONDocument
internal import JSONSchema

/// Reads configuration: JSON with comments, judged by a schema of ours.
enum ConfigurationFile {
    /// The largest configuration file, in bytes.
    static let fileBytesMax = 1 << 20
    /// The most findings that are reported at once.
    private static let findingsMax = 50

    /// The bytes of a file.
    static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(file: path, "cannot be read; is it there, and may this user read it?")
        }
        guard data.count <= fileBytesMax else {
            throw ConfigurationError(file: path, "has \(data.count) bytes; at most \(fileBytesMax) are read")
        }
        return Array(data)
    }

    /// The document in a text, judged by the schema of that name.
    static func parse(_ text: [UInt8], path: String, schema name: String) throws(ConfigurationError) -> JSONDocument {
        let document: JSONDocument
        do throws(JSONSyntaxError) {
            document = try JSONDocument(
                parsing: text, dialect: .commented, limits: JSONLimits(bytesMax: fileBytesMax))
        } catch {
            throw ConfigurationError(file: path, position: error.position, error.message)
        }
        let findings = ConfigurationSchemas.findings(document.tape, schema: name, max: findingsMax)
        guard findings.isEmpty else {
            throw ConfigurationError(
                findings.map {
                    .init(
                        file: path, position: $0.position,
                        message: $0.message)
                })
        }
        return document
    }
}
