internal import JSONDocument

extension JSONTape {
    /// Whether a node is the name of a member: then its value follows. Only names carry a hash.
    func isMemberName(_ index: Int) -> Bool {
        index > 0 && kind(index) == .string && nodes[index].payload & JSONTapeNode.hashMask != 0
    }

    /// The pointer to a value; for a member's name that to the member.
    func location(of index: Int) -> JSONPointer { pointer(to: isMemberName(index) ? index + 1 : index) }

    /// The text of a value.
    func text(of value: JSONNode) -> UnsafeRawBufferPointer {
        let range = value.byteRange
        return UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count)
    }
}
