internal import JSONDocument

/// The paths that rules name, as a tree: so an alert's members are walked once, and only those that matter.
///
/// Immutable: a new path makes a new tree.
final class PathTree: @unchecked Sendable {
    // Unchecked: the memory is written before the initialiser ends, and only read from then on.

    /// A field, or what fields lie in. -1 stands for none.
    struct Node {
        /// Of `children`, a table of `childMask + 1` places.
        var firstChild: Int32 = 0
        var childMask: Int32 = -1
        var valueColumn: Int32 = -1
        var numberColumn: Int32 = -1
        /// The column of `Thresholds`.
        var thresholds: Int32 = -1
        var firstPrefix: Int32 = 0
        var prefixCount: Int32 = 0
        /// The list whose elements rules speak of.
        var list: Int32 = -1
    }

    struct Child {
        /// Of the name; see `JSONKeyHash`.
        var hash: UInt64 = 0
        var name: Int32 = 0
        var nameLength: Int32 = 0
        /// -1 where the place is free.
        var node: Int32 = -1
    }

    struct Prefix {
        let length: Int32
        let column: Int32
    }

    /// A list: the node of its elements, and which columns they have.
    struct List {
        var node: Int32
        var firstColumn: Int32 = 0
        var columnCount: Int32 = 0
    }

    private let nodes: UnsafeMutablePointer<Node>
    private let children: UnsafeMutablePointer<Child>
    private let prefixes: UnsafeMutablePointer<Prefix>
    private let lists: UnsafeMutablePointer<List>
    private let listColumns: UnsafeMutablePointer<UInt32>
    private let names: UnsafeMutablePointer<UInt8>
    private let listCount: Int

    /// The tree as plain pointers.
    struct View {
        let nodes: UnsafePointer<Node>
        let children: UnsafePointer<Child>
        let prefixes: UnsafePointer<Prefix>
        let lists: UnsafePointer<List>
        let listCount: Int
        let listColumns: UnsafePointer<UInt32>
        let names: UnsafePointer<UInt8>

        init(_ tree: PathTree) {
            nodes = UnsafePointer(tree.nodes)
            children = UnsafePointer(tree.children)
            prefixes = UnsafePointer(tree.prefixes)
            lists = UnsafePointer(tree.lists)
            listCount = tree.listCount
            listColumns = UnsafePointer(tree.listColumns)
            names = UnsafePointer(tree.names)
        }
    }

    /// A tree without paths.
    convenience init() { self.init(columns: [], lists: [:]) }

    init(columns: [Columns.Column], lists: [[FieldName]: Int]) {
        var builder = PathTreeBuilder(listCount: lists.count)
        for (names, list) in lists { builder.addList(names, list) }
        for (number, column) in columns.enumerated() { builder.add(column, number) }
        builder.finish()
        nodes = Self.copy(builder.nodes)
        children = Self.copy(builder.children)
        prefixes = Self.copy(builder.prefixes)
        self.lists = Self.copy(builder.lists)
        listColumns = Self.copy(builder.listColumns)
        names = Self.copy(builder.names)
        listCount = lists.count
    }

    deinit {
        nodes.deallocate()
        children.deallocate()
        prefixes.deallocate()
        lists.deallocate()
        listColumns.deallocate()
        names.deallocate()
    }

    private static func copy<Element: BitwiseCopyable>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
        let base = UnsafeMutablePointer<Element>.allocate(capacity: array.count)
        for (index, element) in array.enumerated() { (base + index).initialize(to: element) }
        return base
    }
}

/// Lays out a `PathTree`.
struct PathTreeBuilder {
    private struct Draft {
        var children: [FieldName: Int] = [:]
        var prefixes: [PathTree.Prefix] = []
        var node = PathTree.Node()
    }

    private var drafts = [Draft()]
    private var columnsOfLists: [[UInt32]]
    private(set) var nodes: [PathTree.Node] = []
    private(set) var children: [PathTree.Child] = []
    private(set) var prefixes: [PathTree.Prefix] = []
    private(set) var lists: [PathTree.List]
    private(set) var listColumns: [UInt32] = []
    private(set) var names: [UInt8] = []

    init(listCount: Int) {
        lists = Array(repeating: PathTree.List(node: -1), count: listCount)
        columnsOfLists = Array(repeating: [], count: listCount)
    }

    mutating func addList(_ path: [FieldName], _ list: Int) {
        let draft = reach(path, from: 0)
        drafts[draft].node.list = Int32(list)
        drafts.append(Draft())
        lists[list].node = Int32(drafts.count - 1)
    }

    mutating func add(_ column: Columns.Column, _ number: Int) {
        var start = 0
        if let list = column.list {
            columnsOfLists[list].append(UInt32(number))
            start = Int(lists[list].node)
        }
        let draft = reach(column.place.names, from: start)
        switch column.kind {
        case .value: drafts[draft].node.valueColumn = Int32(number)
        case .prefix(let length):
            drafts[draft].prefixes.append(PathTree.Prefix(length: Int32(length), column: Int32(number)))
        case .number where column.absent == ColumnValue.absent:
            drafts[draft].node.numberColumn = Int32(number)
            drafts[draft].node.thresholds = Int32(column.detail)
        case .number: break
        }
    }

    private mutating func reach(_ path: [FieldName], from start: Int) -> Int {
        var at = start
        for name in path {
            if let next = drafts[at].children[name] {
                at = next
            } else {
                drafts.append(Draft())
                drafts[at].children[name] = drafts.count - 1
                at = drafts.count - 1
            }
        }
        return at
    }

    mutating func finish() {
        for draft in drafts {
            var node = draft.node
            node.firstPrefix = Int32(prefixes.count)
            node.prefixCount = Int32(draft.prefixes.count)
            prefixes += draft.prefixes.sorted { $0.length < $1.length }
            if !draft.children.isEmpty { place(draft.children, &node) }
            nodes.append(node)
        }
        for index in lists.indices {
            lists[index].firstColumn = Int32(listColumns.count)
            lists[index].columnCount = Int32(columnsOfLists[index].count)
            listColumns += columnsOfLists[index]
        }
    }

    private mutating func place(_ members: [FieldName: Int], _ node: inout PathTree.Node) {
        var size = 4
        // Most members of an alert are named by no rule: a roomy table tells so at the first look.
        while size < members.count * 4 { size *= 2 }
        node.firstChild = Int32(children.count)
        node.childMask = Int32(size - 1)
        children += Array(repeating: PathTree.Child(), count: size)
        for (name, child) in members {
            let padded = name.bytes + [UInt8](repeating: 0, count: JSONTape.paddingBytes)
            let hash = padded.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { JSONKeyHash.shared.hash($0, count: name.bytes.count) } ?? 0
            }
            var slot = Int(hash & UInt64(size - 1))
            while children[Int(node.firstChild) + slot].node >= 0 { slot = (slot + 1) & (size - 1) }
            children[Int(node.firstChild) + slot] = PathTree.Child(
                hash: hash, name: Int32(names.count), nameLength: Int32(name.bytes.count), node: Int32(child))
            names += padded
        }
    }
}
