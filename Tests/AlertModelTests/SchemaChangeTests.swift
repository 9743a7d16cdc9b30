import AlertModel
import AlertSchemas
import Foundation
import JSONDocument
import JSONSchema
import Testing

/// Changes every bound and every vocabulary of the schemas of seizures, one at a time, and asks what that breaks.
@Suite("Every small change of a schema is judged")
struct SchemaChangeTests {
    /// The files that the schema of seizures is made of.
    private static let paths = ["alert/parts.schema.json", "alert/envelope.schema.json", "alert/seizure.schema.json"]

    /// A change at a place of a file: the text there replaced by another.
    private struct Change {
        let path: String
        let range: Range<Int>
        let replacement: String
        let pointer: String
        /// Whether alerts of the version before may be refused.
        let isStricter: Bool
    }

    /// The set with the schemas of seizures in two versions, the second changed at one place.
    private static func set(_ change: Change) throws -> AlertSchemaSet {
        var files: [AlertSchemas.File] = []
        for path in paths {
            var bytes = try #require(AlertSchemas.bytes(of: path))
            if path == change.path { bytes.replaceSubrange(change.range, with: Array(change.replacement.utf8)) }
            var text = String(decoding: bytes, as: UTF8.self)
            for name in ["parts", "envelope", "seizure"] {
                text = text.replacing("/schemas/\(name)/1-0-0", with: "/schemas/\(name)/1-0-1")
            }
            files.append(AlertSchemas.File(path: path, bytes: Array(text.utf8)))
        }
        return try AlertSchemaSet(additional: files)
    }

    private static func changes(in path: String) throws -> [Change] {
        var changes: [Change] = []
        func add(_ node: JSONNode, _ replacement: String, isStricter: Bool) {
            changes.append(
                Change(
                    path: path, range: node.byteRange, replacement: replacement, pointer: "\(node.pointer)",
                    isStricter: isStricter))
        }
        func walk(_ node: JSONNode) {
            for (name, value) in node.members where name.string != "examples" && name.string != "default" {
                let isLower = ["minLength", "minItems", "minimum"].contains(name.string ?? "")
                if ["maxLength", "maxItems", "maxProperties", "maximum"].contains(name.string ?? "") || isLower,
                    let bound = value.integer
                {
                    add(value, "\(bound + 1)", isStricter: isLower)
                    if bound > 0 { add(value, "\(bound - 1)", isStricter: !isLower) }
                } else if name.string == "enum" {
                    let kept = value.elements.dropFirst().map { "\"\($0.string ?? "")\"" }
                    add(value, "[\(kept.joined(separator: ","))]", isStricter: true)
                    add(
                        value,
                        "[\(Array(value.elements).map { "\"\($0.string ?? "")\"" }.joined(separator: ",")),\"more\"]",
                        isStricter: false)
                } else if name.string == "required" {
                    add(value, "[]", isStricter: false)
                } else {
                    walk(value)
                }
            }
            for element in node.elements { walk(element) }
        }
        let bytes = try #require(AlertSchemas.bytes(of: path))
        let document = try JSONDocument(parsing: bytes, limits: JSONLimits(bytesMax: bytes.count))
        walk(document.root)
        return changes
    }

    @Test("a bound or vocabulary that is widened breaks nothing; one that is narrowed is shown by an alert")
    func all() throws {
        let isFull = ProcessInfo.processInfo.environment["CORDON_FULL"] != nil
        let changes = try Self.paths.flatMap(Self.changes)
        var (count, undecided) = (0, 0)
        for (index, change) in changes.enumerated() where isFull || index % 12 == 0 {
            let set = try Self.set(change)
            let versions = set.entries.filter { $0.kind == .seizure }
            let answer = try set.answer(old: versions[0], new: versions[1])
            count += 1
            let place: Comment = "\(change.path)#\(change.pointer): \(change.replacement)"
            switch answer {
            case .undecided(let reason):
                undecided += 1
                if isFull { print(place, reason) }
            case .compatible:
                if change.isStricter, isFull { print("no effect:", place) }
            case .incompatible:
                #expect(change.isStricter, place)
            }
        }
        if isFull { print("\(count) changes, \(undecided) undecided") }
        #expect(count > 20)
        #expect(undecided * 10 <= count, "\(undecided) of \(count) are undecided")
    }
}
