internal import JSONDocument

/// Reads an alert into columns: one walk over the members that rules name.
struct AlertReader {
    let tape: JSONTape
    let tree: PathTree.View
    let texts: TextNumbers.Reader
    let thresholds: UnsafePointer<Thresholds.View>
    /// The snapshot to whose view this belongs.
    unowned(unsafe) let snapshot: RuleSnapshot
    /// The columns, set to what they say of absent fields before.
    let columns: UnsafeMutablePointer<UInt32>
    /// Receives the nodes of the lists whose elements rules speak of; 0 where an alert has none.
    let lists: UnsafeMutablePointer<UInt32>

    private static var object: UInt8 { JSONKind.object.rawValue }
    private static var array: UInt8 { JSONKind.array.rawValue }
    private static var string: UInt8 { JSONKind.string.rawValue }

    /// Reads the value at a node of the tape, which lies where a node of the tree says.
    func read(_ at: Int, as place: Int) {
        let node = tree.nodes + place
        let kind = tape.kinds[at]
        if kind == Self.string { return readText(at, node) }
        if kind <= Self.array {
            if node.pointee.valueColumn >= 0 {
                columns[Int(node.pointee.valueColumn)] = kind == Self.object ? ColumnValue.object : ColumnValue.other
            }
            if node.pointee.list >= 0 { lists[Int(node.pointee.list)] = UInt32(truncatingIfNeeded: at) }
            if kind == Self.object, node.pointee.childMask >= 0 { readMembers(at, node) }
            return
        }
        readScalar(at, node, kind)
    }

    @inline(__always)
    private func readMembers(_ object: Int, _ node: UnsafePointer<PathTree.Node>) {
        let table = tree.children + Int(node.pointee.firstChild)
        let mask = UInt64(truncatingIfNeeded: node.pointee.childMask)
        var at = object &+ 1
        let end = tape.next(after: object)
        while at < end {
            let payload = tape.nodes[at].payload
            let hash = payload & JSONTapeNode.hashMask
            var slot = Int(truncatingIfNeeded: hash & mask)
            while table[slot].node >= 0 {
                if table[slot].hash == hash, isName(at, payload, table[slot]) {
                    read(at &+ 1, as: Int(table[slot].node))
                    break
                }
                slot = (slot &+ 1) & Int(truncatingIfNeeded: mask)
            }
            at = tape.next(after: at &+ 1)
        }
    }

    @inline(__always)
    private func isName(_ at: Int, _ payload: UInt64, _ child: PathTree.Child) -> Bool {
        let own = UnsafeRawPointer(tree.names + Int(child.name))
        if payload & JSONTapeNode.escapedFlag != 0 { return isEscapedName(at, own, Int(child.nameLength)) }
        let node = tape.nodes[at]
        return Int(node.length) == Int(child.nameLength)
            && TextNumbers.equal(UnsafeRawPointer(tape.bytes + Int(node.offset)), own, Int(child.nameLength))
    }

    private func isEscapedName(_ at: Int, _ own: UnsafeRawPointer, _ count: Int) -> Bool {
        JSONNode(tape: tape, index: at).withStringBytes { text in
            text.elementsEqual(UnsafeRawBufferPointer(start: own, count: count))
        }
    }

    // MARK: Scalars

    @inline(__always)
    private func readText(_ at: Int, _ node: UnsafePointer<PathTree.Node>) {
        let entry = tape.nodes[at]
        if entry.payload & JSONTapeNode.escapedFlag != 0 { return readEscapedText(at, node) }
        setText(tape.bytes + Int(entry.offset), Int(entry.length), node)
    }

    private func readEscapedText(_ at: Int, _ node: UnsafePointer<PathTree.Node>) {
        let plain = JSONNode(tape: tape, index: at).withStringBytes { Array($0) }
        let padded = plain + [UInt8](repeating: 0, count: JSONTape.paddingBytes)
        padded.withUnsafeBufferPointer { buffer in
            if let start = buffer.baseAddress { setText(start, plain.count, node) }
        }
    }

    @inline(__always)
    private func setText(_ text: UnsafePointer<UInt8>, _ count: Int, _ node: UnsafePointer<PathTree.Node>) {
        if node.pointee.valueColumn >= 0 {
            columns[Int(node.pointee.valueColumn)] = texts.number(text, count, column: Int(node.pointee.valueColumn))
        }
        for index in 0..<Int(node.pointee.prefixCount) {
            let prefix = tree.prefixes[Int(node.pointee.firstPrefix) &+ index]
            let column = Int(prefix.column)
            columns[column] =
                Int(prefix.length) <= count
                ? texts.number(text, Int(prefix.length), column: column) : ColumnValue.other
        }
    }

    private func readScalar(_ at: Int, _ node: UnsafePointer<PathTree.Node>, _ kind: UInt8) {
        if node.pointee.valueColumn >= 0 {
            columns[Int(node.pointee.valueColumn)] =
                switch kind {
                case JSONKind.true.rawValue: ColumnValue.true
                case JSONKind.false.rawValue: ColumnValue.false
                case JSONKind.null.rawValue: ColumnValue.null
                default: ColumnValue.other
                }
        }
        if node.pointee.numberColumn >= 0, let number = AlertNumber(JSONNode(tape: tape, index: at)) {
            let view = thresholds[Int(node.pointee.thresholds)]
            let rank: UInt32
            if view.isExact, let double = number.exactDouble {
                rank = view.rank(double)
            } else {
                rank = snapshot.thresholds.rank(number, column: Int(node.pointee.thresholds))
            }
            columns[Int(node.pointee.numberColumn)] = rank
            columns[Int(node.pointee.numberColumn) &+ 1] = rank
        }
    }
}
