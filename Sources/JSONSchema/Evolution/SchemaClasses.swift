internal import JSONDocument

/// Sorts the schemas of several graphs into classes of the same structure, references followed: schemas of one class
/// accept the same documents.
///
/// Classes are split until each schema's keywords and the classes of what it applies are those of all others in its
/// class (partition refinement); recursion needs no special care.
struct SchemaClasses {
    /// A schema of one of the graphs.
    struct Place: Hashable {
        let graph: Int
        let schema: Int
    }

    /// For each graph the class of each schema.
    private(set) var classes: [[Int]]
    /// For each class one of its schemas.
    private(set) var representatives: [Place] = []

    /// The most schemas looked at, each as often as classes are split. Beyond it every schema is a class of its own,
    /// which is true, if of little use.
    private static let stepsMax = 1_000_000

    private struct Signature: Hashable {
        let own: Int
        let children: [Int]
    }

    init(_ graphs: [SchemaGraph]) {
        var numbers: [SchemaOutline.Own: Int] = [:]
        var outlines: [[SchemaOutline]] = []
        classes = []
        for graph in graphs {
            let all = graph.schemas.indices.map { SchemaOutline(graph, $0) }
            outlines.append(all)
            classes.append(all.map { Self.number(of: $0.own, in: &numbers) })
        }
        let own = classes
        var count = numbers.count
        var steps = 0
        while true {
            steps += graphs.reduce(0) { $0 + $1.schemas.count }
            if steps > Self.stepsMax {
                count = separate(graphs)
                break
            }
            var signatures: [Signature: Int] = [:]
            var refined = classes
            for graph in graphs.indices {
                for schema in graphs[graph].schemas.indices {
                    let children = outlines[graph][schema].children { classes[graph][$0] }
                    let signature = Signature(own: own[graph][schema], children: children)
                    refined[graph][schema] = Self.number(of: signature, in: &signatures)
                }
            }
            classes = refined
            if signatures.count == count { break }
            count = signatures.count
        }
        var found = [Place?](repeating: nil, count: count)
        for (graph, list) in classes.enumerated() {
            for (schema, number) in list.enumerated() where found[number] == nil {
                found[number] = Place(graph: graph, schema: schema)
            }
        }
        representatives = found.compactMap { $0 }
    }

    /// Makes each schema a class of its own and returns their count.
    private mutating func separate(_ graphs: [SchemaGraph]) -> Int {
        var next = 0
        classes = graphs.map { graph in
            defer { next += graph.schemas.count }
            return graph.schemas.indices.map { next + $0 }
        }
        return next
    }

    /// The number of a key, the next free one where it is new.
    private static func number<Key: Hashable>(of key: Key, in numbers: inout [Key: Int]) -> Int {
        if let known = numbers[key] { return known }
        numbers[key] = numbers.count
        return numbers.count - 1
    }
}
