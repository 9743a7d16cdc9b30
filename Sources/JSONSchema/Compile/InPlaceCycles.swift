internal import JSONDocument

/// Finds references that lead back to the same schema without descending into the document: no value could ever be
/// judged by them.
enum InPlaceCycles {
    private enum Mark: UInt8 {
        case new, open
        case done
    }

    static func check(_ graph: SchemaGraph) throws(SchemaCompileError) {
        var marks = [Mark](repeating: .new, count: graph.schemas.count)
        var heights = [Int](repeating: 0, count: graph.schemas.count)
        for schema in graph.schemas.indices where marks[schema] == .new {
            try visit(schema, graph, &marks, &heights)
        }
    }

    private struct Open {
        let schema: Int
        let children: [Int]
        var next = 0
    }

    /// Depth first without recursion: chains of references may be long.
    private static func visit(
        _ start: Int, _ graph: SchemaGraph, _ marks: inout [Mark], _ heights: inout [Int]
    ) throws(SchemaCompileError) {
        var path = [Open(schema: start, children: graph.schemas[start].inPlace)]
        marks[start] = .open
        while var top = path.popLast() {
            guard top.next < top.children.count else {
                heights[top.schema] = (top.children.map { heights[$0] }.max() ?? -1) + 1
                guard heights[top.schema] < SchemaLimits.inPlaceDepthMax else {
                    throw error(
                        .tooLarge, top.schema, graph,
                        "more than \(SchemaLimits.inPlaceDepthMax) schemas apply to one value one inside the other")
                }
                marks[top.schema] = .done
                continue
            }
            let child = top.children[top.next]
            top.next += 1
            path.append(top)
            switch marks[child] {
            case .done: continue
            case .open:
                throw error(
                    .referenceCycle, top.schema, graph,
                    "following the references from here leads back to #\(graph.pointer(to: child)) without descending "
                        + "into the document; a reference to a schema that contains it must stand below "
                        + "\"properties\", \"items\" or the like")
            case .new:
                marks[child] = .open
                path.append(Open(schema: child, children: graph.schemas[child].inPlace))
            }
        }
    }

    private static func error(
        _ code: SchemaCompileError.Code, _ schema: Int, _ graph: SchemaGraph, _ message: String
    ) -> SchemaCompileError {
        let place = graph.schemas[schema].place
        let source = graph.sources[place.source]
        let reference = source.node(place.node)["$ref"] ?? source.node(place.node)["$dynamicRef"]
        return source.error(code, at: reference?.index ?? place.node, message)
    }
}
