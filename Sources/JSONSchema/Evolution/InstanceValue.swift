internal import JSONDocument

/// A JSON value by itself, equal to others as JSON Schema has it: numbers by value, objects whatever their order.
indirect enum InstanceValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(ExactDecimal)
    case string(ExactText)
    case array([InstanceValue])
    case object([ExactText: InstanceValue])

    /// The value at a node; nil where a number in it is beyond what is kept exactly.
    init?(_ node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .true: self = .boolean(true)
        case .false: self = .boolean(false)
        case .integer, .double, .bigNumber:
            guard let number = ExactDecimal(node) else { return nil }
            self = .number(number)
        case .string: self = .string(ExactText(node.string ?? ""))
        case .array:
            var elements: [InstanceValue] = []
            for element in node.elements {
                guard let value = InstanceValue(element) else { return nil }
                elements.append(value)
            }
            self = .array(elements)
        case .object:
            var members: [ExactText: InstanceValue] = [:]
            for (name, member) in node.members {
                guard let value = InstanceValue(member) else { return nil }
                members[ExactText(name.string ?? "")] = value
            }
            self = .object(members)
        }
    }

    var type: JSONTypes {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number(let number): number.isWhole ? .integer : JSONTypes.number.subtracting(.integer)
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The value as JSON text, members in the order of their names.
    var text: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.bool(value)
        case .number(let number): writer.raw(number.description.utf8)
        case .string(let value): writer.string(value.string)
        case .array(let elements):
            writer.array { list in for element in elements { element.write(to: &list) } }
        case .object(let members):
            writer.object { object in
                for name in members.keys.sorted() {
                    object.name(name.string)
                    members[name]?.write(to: &object)
                }
            }
        }
    }
}
