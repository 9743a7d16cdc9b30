public import JSONSchema

extension RuleObjectType {
    /// What the objects of a schema look like to rules: fields, their types and bounds, and alternatives that the
    /// constants of a field tell apart.
    ///
    /// Recursive schemas are followed to a depth that no alert of the exchange reaches; below, anything may stand.
    /// - Parameter codes: The texts that a format allows, by the format's name, where it allows only a few.
    public init(name: String, shape: SchemaShape, codes: [String: [String]] = [:]) {
        self = SchemaReader(codes: codes).object(name: name, shape, depth: 0)
    }
}

/// Reads the fields of objects from shapes.
private struct SchemaReader {
    let codes: [String: [String]]

    private static let depthMax = 12

    /// A name that no schema mentions: what an object says of it, it says of every further field.
    private static let probe = "\u{1}"

    func object(name: String, _ shape: SchemaShape, depth: Int) -> RuleObjectType {
        if let alternatives = shape.alternatives, depth < Self.depthMax {
            let variants = alternatives.cases.map { values, shape in
                RuleObjectVariant(
                    values: values,
                    object: plain(name: "\(name) of \(alternatives.discriminator) \(values[0])", shape, depth: depth))
            }
            return RuleObjectType(name: name, discriminator: alternatives.discriminator, variants: variants)
        }
        return plain(name: name, shape, depth: depth)
    }

    private func plain(name: String, _ shape: SchemaShape, depth: Int) -> RuleObjectType {
        var fields: [String: RuleType] = [:]
        var bounds: [String: RuleNumberBounds] = [:]
        for field in shape.propertyNames {
            guard let found = shape.property(field) else { continue }
            let type = type(name: field, found, depth: depth + 1)
            fields[field] = type
            guard type.family == .number else { continue }
            bounds[field] = RuleNumberBounds(min: found.numberMin, max: found.numberMax)
        }
        var object = RuleObjectType(
            name: name, fields: fields, required: Set(fields.keys.filter { shape.requires($0) }),
            isOpen: shape.property(Self.probe) != nil)
        object.bounds = bounds.filter { $0.value != RuleNumberBounds() }
        return object
    }

    private func type(name: String, _ shape: SchemaShape, depth: Int) -> RuleType {
        guard depth < Self.depthMax else { return .any }
        switch shape.types {
        case .string:
            if let constants = shape.stringConstants { return .enumeration(constants) }
            if let format = shape.formats.first, shape.formats.count == 1, let texts = codes[format] {
                return .enumeration(texts)
            }
            if let format = shape.formats.first, shape.formats.count == 1 {
                return .coded(format: format, lengthMax: shape.lengthMax)
            }
            return shape.lengthMax.map { .text(lengthMax: $0) } ?? .string
        case .integer: return .int
        case .number, JSONTypes.number.subtracting(.integer): return .number
        case .boolean: return .bool
        case .null: return .null
        case .array:
            let element = shape.items.map { type(name: name, $0, depth: depth + 1) } ?? .any
            return shape.itemsMax.map { .array(element, countMax: $0) } ?? .list(element)
        case .object:
            let object = object(name: name, shape, depth: depth)
            guard object.fields.isEmpty, let rest = shape.property(Self.probe) else { return .object(object) }
            let value = type(name: name, rest, depth: depth + 1)
            return value == .any ? .object(object) : .map(value)
        default: return .any
        }
    }
}
