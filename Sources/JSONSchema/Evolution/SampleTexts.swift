internal import JSONDocument

/// Strings that stand in the schemas as examples, defaults and constants: what formats ask for is seldom found by
/// chance.
struct SampleTexts {
    private static let textsMax = 3_000
    private static let keywords: Set<String> = ["examples", "default", "const", "enum"]

    /// Examples of formats with a part that may be of any length.
    private static let longer = [
        "date-time": "2026-08-23T10:15:00.5Z", "time": "10:15:00.5Z", "uri": "https://a.example/b?c=d#e",
    ]

    let texts: [ExactText]

    init(_ graphs: [SchemaGraph]) {
        var found: [ExactText] = []
        var seen = Set<ExactText>()
        func take(_ text: String?) {
            guard let text = text.map({ ExactText($0) }), found.count < Self.textsMax, seen.insert(text).inserted else {
                return
            }
            found.append(text)
        }
        func gather(_ node: JSONNode) {
            if node.kind == .string { take(node.string) }
            for element in node.elements { gather(element) }
            for (_, member) in node.members { gather(member) }
        }
        for graph in graphs {
            for format in graph.formats {
                take(format.example)
                take(Self.longer[format.name])
            }
            for schema in graph.schemas {
                for (name, value) in graph.node(schema.place).members
                where Self.keywords.contains(name.string ?? "") {
                    gather(value)
                }
            }
        }
        texts = found
    }
}
