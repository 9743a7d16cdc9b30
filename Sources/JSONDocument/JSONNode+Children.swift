extension JSONNode {
    /// How many elements or members a container has; 0 for scalars.
    @inlinable
    public var childCount: Int {
        tape.kinds[index] <= JSONKind.array.rawValue ? Int(tape.nodes[index].length) : 0
    }

    /// The member of a name, nil where there is none or this is no object. Linear in the members.
    @inlinable
    public func member(_ key: JSONKey) -> JSONNode? {
        guard kind == .object else { return nil }
        var at = index &+ 1
        let end = Int(truncatingIfNeeded: tape.nodes[index].payload)
        while at < end {
            if key.matches(at, in: tape) { return JSONNode(tape: tape, index: at &+ 1) }
            at = tape.next(after: at &+ 1)
        }
        return nil
    }

    /// The member of a name. Prepares the name anew: in loops use a `JSONKey`.
    public subscript(name: String) -> JSONNode? { member(JSONKey(name)) }

    /// The elements of an array in order; empty for anything else.
    @inlinable
    public var elements: JSONElements { JSONElements(self) }

    /// The members of an object in order; empty for anything else.
    @inlinable
    public var members: JSONMembers { JSONMembers(self) }
}

/// The elements of an array.
@frozen public struct JSONElements: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let tape: JSONTape
    @usableFromInline var at: Int
    @usableFromInline let end: Int

    @inlinable
    init(_ array: JSONNode) {
        tape = array.tape
        at = array.index &+ 1
        end = array.kind == .array ? tape.next(after: array.index) : 0
    }

    /// The next element.
    @inlinable
    public mutating func next() -> JSONNode? {
        guard at < end else { return nil }
        defer { at = tape.next(after: at) }
        return JSONNode(tape: tape, index: at)
    }
}

/// The members of an object.
@frozen public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let tape: JSONTape
    @usableFromInline var at: Int
    @usableFromInline let end: Int

    @inlinable
    init(_ object: JSONNode) {
        tape = object.tape
        at = object.index &+ 1
        end = object.kind == .object ? tape.next(after: object.index) : 0
    }

    /// The next member: its name, a string node with its hash, and its value.
    @inlinable
    public mutating func next() -> (name: JSONNode, value: JSONNode)? {
        guard at < end else { return nil }
        defer { at = tape.next(after: at &+ 1) }
        return (JSONNode(tape: tape, index: at), JSONNode(tape: tape, index: at &+ 1))
    }
}
