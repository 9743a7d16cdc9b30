/// What a schema says, as logic: an atom, or a combination of other formulas, which stand as numbers in a store.
///
/// An atom that concerns values of one type holds for values of every other, as a keyword does.
enum Formula: Hashable {
    case truth
    case falsehood
    case not(Int)
    /// All hold.
    case all([Int])
    /// At least one holds.
    case any([Int])
    /// Exactly one holds.
    case exactlyOne([Int])
    /// What a class of schemas says; it is looked into when somebody asks.
    case schemaClass(Int)

    case types(JSONTypes)
    case constants(Set<InstanceValue>)
    case minimum(ExactDecimal, isExclusive: Bool)
    case maximum(ExactDecimal, isExclusive: Bool)
    case multipleOf(ExactDecimal)

    case lengthMin(Int)
    case lengthMax(Int)
    case pattern(ExactText)
    case format(String)

    case items(prefix: [Int], rest: Int)
    case contains(Int, min: Int, max: Int?)
    case itemsMin(Int)
    case itemsMax(Int)
    case uniqueItems

    case members(MemberSchemas)
    case has(ExactText)
    case lacks(ExactText)
    case propertyNames(Int)
    case propertiesMin(Int)
    case propertiesMax(Int)

    /// A keyword that is taken as a whole: two are alike where the schemas are. The types are those it concerns.
    case opaque(keyword: String, schemaClass: Int, types: JSONTypes)

    /// What an object's members must be: `properties`, `patternProperties` and `additionalProperties` of one schema.
    struct MemberSchemas: Hashable {
        var named: [ExactText: Int] = [:]
        var patterns: [Pattern] = []
        /// For members that none of the others concern.
        var additional: Int

        struct Pattern: Hashable {
            let text: ExactText
            let formula: Int
        }
    }

    /// The types of the values that an atom concerns; nil for combinations.
    var concerns: JSONTypes? {
        switch self {
        case .truth, .falsehood, .not, .all, .any, .exactlyOne, .schemaClass: nil
        case .types, .constants: .all
        case .minimum, .maximum, .multipleOf: .number
        case .lengthMin, .lengthMax, .pattern, .format: .string
        case .items, .contains, .itemsMin, .itemsMax, .uniqueItems: .array
        case .members, .has, .lacks, .propertyNames, .propertiesMin, .propertiesMax: .object
        case .opaque(_, _, let types): types
        }
    }

    /// The keyword it comes from, for people.
    var keyword: String {
        switch self {
        case .truth, .falsehood, .schemaClass: "schema"
        case .not: "not"
        case .all: "allOf"
        case .any: "anyOf"
        case .exactlyOne: "oneOf"
        case .types: "type"
        case .constants: "enum"
        case .minimum: "minimum"
        case .maximum: "maximum"
        case .multipleOf: "multipleOf"
        case .lengthMin: "minLength"
        case .lengthMax: "maxLength"
        case .pattern: "pattern"
        case .format: "format"
        case .items: "items"
        case .contains: "contains"
        case .itemsMin: "minItems"
        case .itemsMax: "maxItems"
        case .uniqueItems: "uniqueItems"
        case .members: "properties"
        case .has, .lacks: "required"
        case .propertyNames: "propertyNames"
        case .propertiesMin: "minProperties"
        case .propertiesMax: "maxProperties"
        case .opaque(let keyword, _, _): keyword
        }
    }
}
