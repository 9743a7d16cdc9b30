/// The keywords of draft 2020-12, and where schemas stand within their values.
enum Keyword {
    /// How a keyword holds subschemas.
    enum Holds {
        case nothing
        case schema
        case schemaArray
        case schemaMap
        /// A map of which some values are schemas and others arrays of names: `dependencies` of older drafts.
        case schemaOrNamesMap
    }

    struct Facts {
        let vocabulary: Dialect
        let holds: Holds

        init(_ vocabulary: Dialect, _ holds: Holds = .nothing) {
            self.vocabulary = vocabulary
            self.holds = holds
        }
    }

    static let all: [String: Facts] = [
        "$schema": Facts(.core), "$id": Facts(.core), "$anchor": Facts(.core), "$dynamicAnchor": Facts(.core),
        "$ref": Facts(.core), "$dynamicRef": Facts(.core), "$vocabulary": Facts(.core), "$comment": Facts(.core),
        "$defs": Facts(.core, .schemaMap), "definitions": Facts(.core, .schemaMap),

        "allOf": Facts(.applicator, .schemaArray), "anyOf": Facts(.applicator, .schemaArray),
        "oneOf": Facts(.applicator, .schemaArray), "not": Facts(.applicator, .schema),
        "if": Facts(.applicator, .schema), "then": Facts(.applicator, .schema), "else": Facts(.applicator, .schema),
        "prefixItems": Facts(.applicator, .schemaArray), "items": Facts(.applicator, .schema),
        "contains": Facts(.applicator, .schema), "properties": Facts(.applicator, .schemaMap),
        "patternProperties": Facts(.applicator, .schemaMap), "additionalProperties": Facts(.applicator, .schema),
        "propertyNames": Facts(.applicator, .schema), "dependentSchemas": Facts(.applicator, .schemaMap),
        "dependencies": Facts(.applicator, .schemaOrNamesMap),

        "unevaluatedProperties": Facts(.unevaluated, .schema), "unevaluatedItems": Facts(.unevaluated, .schema),

        "type": Facts(.validation), "enum": Facts(.validation), "const": Facts(.validation),
        "multipleOf": Facts(.validation), "maximum": Facts(.validation), "exclusiveMaximum": Facts(.validation),
        "minimum": Facts(.validation), "exclusiveMinimum": Facts(.validation), "maxLength": Facts(.validation),
        "minLength": Facts(.validation), "pattern": Facts(.validation), "maxItems": Facts(.validation),
        "minItems": Facts(.validation), "uniqueItems": Facts(.validation), "maxContains": Facts(.validation),
        "minContains": Facts(.validation), "maxProperties": Facts(.validation), "minProperties": Facts(.validation),
        "required": Facts(.validation), "dependentRequired": Facts(.validation),

        "title": Facts(.metaData), "description": Facts(.metaData), "default": Facts(.metaData),
        "deprecated": Facts(.metaData), "readOnly": Facts(.metaData), "writeOnly": Facts(.metaData),
        "examples": Facts(.metaData),

        "format": Facts(.formatAnnotation),
        "contentEncoding": Facts(.content), "contentMediaType": Facts(.content),
        "contentSchema": Facts(.content, .schema),
    ]
}
