internal import JSONDocument

extension KeywordReader {
    /// Keywords of the validation vocabulary.
    mutating func readAssertion(
        _ keyword: String, _ value: JSONNode, into builder: inout GraphBuilder
    ) throws(SchemaCompileError) {
        switch keyword {
        case "type": schema.types = try types(value, builder)
        case "const": schema.constantLists.append(Subschema.ConstantList(keyword: keyword, values: [value]))
        case "enum":
            try require(value.kind == .array, keyword, value, "must be an array of the values allowed", builder)
            schema.constantLists.append(Subschema.ConstantList(keyword: keyword, values: Array(value.elements)))
        case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
            try readNumber(keyword, value, builder)
        case "pattern":
            let text = try string(keyword, value, builder)
            schema.strings.pattern = try pattern(text, at: value.index, into: &builder)
        case "uniqueItems": schema.arrays.uniqueItems = try boolean(keyword, value, builder)
        case "required": schema.objects.required = try names(keyword, value, builder)
        case "dependentRequired": try readDependentRequired(value, builder)
        default: try readCount(keyword, value, builder)
        }
    }

    private mutating func readCount(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) {
        let count = try count(keyword, value, builder)
        switch keyword {
        case "minLength": schema.strings.lengthMin = count
        case "maxLength": schema.strings.lengthMax = count
        case "minItems": schema.arrays.itemsMin = count
        case "maxItems": schema.arrays.itemsMax = count
        case "minContains": schema.arrays.containsMin = count
        case "maxContains": schema.arrays.containsMax = count
        case "minProperties": schema.objects.propertiesMin = count
        case "maxProperties": schema.objects.propertiesMax = count
        default: break
        }
    }

    private mutating func readNumber(
        _ keyword: String, _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) {
        try require(value.double != nil, keyword, value, "must be a number", builder)
        switch keyword {
        case "minimum": schema.numbers.minimum = value
        case "maximum": schema.numbers.maximum = value
        case "exclusiveMinimum": schema.numbers.exclusiveMinimum = value
        case "exclusiveMaximum": schema.numbers.exclusiveMaximum = value
        default:
            let divisor = DecimalText(value)
            try require(!divisor.isZero && !divisor.isNegative, keyword, value, "must be greater than 0", builder)
            let digits = DecimalText.divisorDigitsMax
            try require(divisor.digitCount <= digits, keyword, value, "must have at most \(digits) digits", builder)
            schema.numbers.multipleOf = value
        }
    }

    private func types(
        _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> JSONTypes {
        if value.kind == .string { return try type(value, builder) }
        let isList = value.kind == .array && value.childCount > 0
        try require(isList, "type", value, "must be the name of a type, or an array of such names", builder)
        var types: JSONTypes = []
        var seen = Set<String>()
        for element in value.elements {
            try require(element.kind == .string, "type", element, "must name types", builder)
            let isNew = seen.insert(element.string ?? "").inserted
            try require(isNew, "type", element, "must not name a type twice", builder)
            types.formUnion(try type(element, builder))
        }
        return types
    }

    private func type(
        _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) -> JSONTypes {
        let name = value.string ?? ""
        if let known = JSONTypes.named.first(where: { $0.name == name }) { return known.types }
        let names = JSONTypes.named.map(\.name)
        let guess = Suggestion.phrase(for: name, among: names, otherwise: "; expected \(Suggestion.list(names))")
        throw builder.index.source(of: place).error(
            .invalidKeyword, at: value.index, "there is no type '\(name)'\(guess)")
    }

    private mutating func readDependentRequired(
        _ value: JSONNode, _ builder: borrowing GraphBuilder
    ) throws(SchemaCompileError) {
        try require(value.kind == .object, "dependentRequired", value, "must be an object of arrays", builder)
        for (name, member) in value.members {
            let required = try names("dependentRequired", member, builder)
            schema.objects.dependentRequired.append(
                Subschema.DependentNames(name: name.string ?? "", required: required))
        }
    }
}
