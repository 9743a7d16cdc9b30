/// An object's fields, as a schema declares them.
public struct RuleObjectType: Sendable, Hashable {
    /// What the object is called in messages, such as `seizure` or `conveyance`.
    public var name: String
    /// The fields, of all alternatives.
    public var fields: [String: RuleType]
    /// The numbers that fields can be, where the schema bounds them.
    public var bounds: [String: RuleNumberBounds] = [:]
    /// The fields that every valid object has.
    public var required: Set<String>
    /// Whether fields other than the declared ones may occur; then unknown fields are no error.
    public var isOpen: Bool
    /// The field whose text tells which of the alternatives an object is, empty where there are none.
    public var discriminator = ""
    /// What the object may be, one of several.
    public var variants: [RuleObjectVariant] = []

    /// An object's fields.
    public init(name: String, fields: [String: RuleType], required: Set<String> = [], isOpen: Bool = false) {
        self.name = name
        self.fields = fields
        self.required = required
        self.isOpen = isOpen
    }

    /// An object that is one of several, which the text of one field tells apart.
    public init(name: String, discriminator: String, variants: [RuleObjectVariant]) {
        let merged = variants.dropFirst().reduce(variants.first?.object ?? RuleObjectType(name: name, fields: [:])) {
            $0.joined($1.object)
        }
        self = merged
        self.name = name
        self.discriminator = discriminator
        self.variants = variants
    }

    /// An object that is any of some; nil where there are none.
    public static func joined(_ objects: [RuleObjectType]) -> RuleObjectType? {
        objects.first.map { first in objects.dropFirst().reduce(first) { $0.joined($1) } }
    }

    /// An object that is either.
    func joined(_ other: RuleObjectType) -> RuleObjectType {
        if self == other { return self }
        var joined = RuleObjectType(
            name: name == other.name ? name : "\(name) or \(other.name)",
            fields: fields.merging(other.fields) { $0.joined($1) }, required: required.intersection(other.required),
            isOpen: isOpen || other.isOpen)
        for field in joined.fields.keys {
            let own = fields[field] == nil ? nil : bounds[field, default: RuleNumberBounds()]
            let others = other.fields[field] == nil ? nil : other.bounds[field, default: RuleNumberBounds()]
            joined.bounds[field] = (own ?? others).flatMap { $0.joined(others ?? $0) }
        }
        return joined
    }

    /// The object where its discriminator is one of some texts; itself where none of the alternatives has one.
    func narrowed(to values: [String]) -> RuleObjectType {
        let kept = variants.filter { variant in variant.values.contains { Self.contains(values, $0) } }
        guard let first = kept.first, kept.count < variants.count else { return self }
        var narrowed = kept.dropFirst().reduce(first.object) { $0.joined($1.object) }
        // What the rule says of the discriminator itself is held against all alternatives.
        narrowed.fields[discriminator] = fields[discriminator]
        narrowed.bounds[discriminator] = bounds[discriminator]
        return narrowed
    }

    /// The names of the alternatives that have a field.
    func variants(with field: String) -> [String] {
        variants.filter { $0.object.fields[field] != nil }.map(\.object.name)
    }

    private static func contains(_ texts: [String], _ text: String) -> Bool {
        texts.contains { $0.isSame(as: text) }
    }
}

/// Between which whole numbers, themselves included, a number lies.
public struct RuleNumberBounds: Sendable, Hashable {
    /// The least, nil where there is none.
    public var min: Int?
    /// The greatest, nil where there is none.
    public var max: Int?

    /// Bounds.
    public init(min: Int? = nil, max: Int? = nil) {
        self.min = min
        self.max = max
    }

    /// Both together; nil where that is no bound.
    func joined(_ other: RuleNumberBounds) -> RuleNumberBounds? {
        var joined = RuleNumberBounds()
        if let min, let otherMin = other.min { joined.min = Swift.min(min, otherMin) }
        if let max, let otherMax = other.max { joined.max = Swift.max(max, otherMax) }
        return joined == RuleNumberBounds() ? nil : joined
    }

    /// What it is called behind the type, such as ` from 0 to 100`.
    var details: String {
        switch (min, max) {
        case (let min?, let max?): " from \(min) to \(max)"
        case (let min?, nil): " of at least \(min)"
        case (nil, let max?): " of at most \(max)"
        case (nil, nil): ""
        }
    }
}

/// One of the alternatives of an object.
public struct RuleObjectVariant: Sendable, Hashable {
    /// The texts that the discriminator has.
    public var values: [String]
    /// The object.
    public var object: RuleObjectType

    /// An alternative.
    public init(values: [String], object: RuleObjectType) {
        self.values = values
        self.object = object
    }
}
