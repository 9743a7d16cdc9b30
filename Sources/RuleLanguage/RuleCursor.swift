import JSONDocument

/// A place in a list, or among the keys of a map, that is being walked.
struct RuleCursor {
    let origin: RuleValue.Origin
    let isMap: Bool
    /// The next node of the alert, or the next value of a memory.
    var at: Int
    let end: Int
    /// The node of the alert that was visited last.
    var last = 0
    /// How many elements have been visited.
    var visited = 0

    /// Before the first element of a list, or the first key of a map.
    init(over container: RuleValue, tape: JSONTape) {
        origin = container.origin
        isMap = container.kind == .map
        if container.origin == .alert {
            at = container.node &+ 1
            end = tape.next(after: container.node)
        } else {
            at = container.start
            end = container.start &+ container.count
        }
    }
}

extension RuleEvaluator {
    /// The next element or key, nil at the end. Each is a step.
    mutating func next(_ cursor: inout RuleCursor) -> RuleValue? {
        guard cursor.at < cursor.end, steps >= 0 else { return nil }
        steps &-= 1
        cursor.visited &+= 1
        let at = cursor.at
        switch cursor.origin {
        case .alert:
            cursor.last = at
            cursor.at = tape.next(after: cursor.isMap ? at &+ 1 : at)
            return load(at)
        case .rule:
            cursor.at = at &+ (cursor.isMap ? 2 : 1)
            return constants[at]
        case .scratch:
            cursor.at = at &+ (cursor.isMap ? 2 : 1)
            return scratch.values[at]
        }
    }

    /// The value that belongs to the key visited last.
    mutating func cursorValue(_ cursor: RuleCursor) -> RuleValue {
        switch cursor.origin {
        case .alert: load(cursor.last &+ 1)
        case .rule: constants[cursor.at &- 1]
        case .scratch: scratch.values[cursor.at &- 1]
        }
    }
}
