"""Random schemas and documents with the verdicts of two validators, for a third to be held against.

random_pairs.py COUNT SEED prints a line {"rs": ..., "py": ..., "schema": ..., "document": ...} for each: the verdicts of
jsonschema-rs and of jsonschema, null where one of them refuses the schema.
"""

import json
import random
import sys

import jsonschema
import jsonschema_rs

count, seed = int(sys.argv[1]), int(sys.argv[2])
choose = random.Random(seed)
NAMES = ["a", "b", "c", "dd", "a longer name", "é", "$x", ""]
STRINGS = ["", "a", "b", "ab", "abc", "1", "é", "xyz", "a longer name", "aaaaaaaaaaaaaaaaaaaa", "\n", "2026-01-01"]
NUMBERS = [0, 1, 2, 3, 5, -1, 0.5, 1.0, 1.5, 2.0, 10, 1e3, -0.0, 123456789012345678901234567890, 1e-3]
PATTERNS = ["a", "^a", "b$", "^[a-c]{2}$", "^a+$", "\\d", "^.{2,3}$", "x|y", "^(a|b)*$", "^\\w+$", "[^a]"]
TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"]


def document(depth):
    kind = choose.randrange(8 if depth > 0 else 5)
    if kind == 0:
        return choose.choice([None, True, False])
    if kind in (1, 2):
        return choose.choice(NUMBERS)
    if kind in (3, 4):
        return choose.choice(STRINGS)
    if kind == 5:
        return [document(depth - 1) for _ in range(choose.randrange(4))]
    return {choose.choice(NAMES): document(depth - 1) for _ in range(choose.randrange(4))}


def schemas(depth, most=3):
    return [schema(depth - 1) for _ in range(choose.randrange(1, most + 1))]


def named(depth):
    return {choose.choice(NAMES): schema(depth - 1) for _ in range(choose.randrange(1, 4))}


def names():
    return choose.sample(NAMES, choose.randrange(1, 3))


def small():
    return choose.randrange(4)


SCALAR_KEYWORDS = {
    "type": lambda: choose.choice(TYPES) if choose.random() < 0.7 else choose.sample(TYPES, 2),
    "enum": lambda: [document(1) for _ in range(choose.randrange(1, 4))],
    "const": lambda: document(1),
    "minimum": lambda: choose.choice(NUMBERS),
    "maximum": lambda: choose.choice(NUMBERS),
    "exclusiveMinimum": lambda: choose.choice(NUMBERS),
    "exclusiveMaximum": lambda: choose.choice(NUMBERS),
    "multipleOf": lambda: choose.choice([1, 2, 3, 0.5, 10, 1.5]),
    "minLength": small,
    "maxLength": small,
    "pattern": lambda: choose.choice(PATTERNS),
    "minItems": small,
    "maxItems": small,
    "uniqueItems": lambda: choose.random() < 0.8,
    "minProperties": small,
    "maxProperties": small,
    "required": names,
    "dependentRequired": lambda: {choose.choice(NAMES): names()},
}
NESTED_KEYWORDS = {
    "properties": named,
    "patternProperties": lambda depth: {choose.choice(PATTERNS): schema(depth - 1)},
    "additionalProperties": lambda depth: schema(depth - 1),
    "propertyNames": lambda depth: schema(depth - 1),
    "dependentSchemas": named,
    "items": lambda depth: schema(depth - 1),
    "prefixItems": schemas,
    "contains": lambda depth: schema(depth - 1),
    "allOf": schemas,
    "anyOf": schemas,
    "oneOf": schemas,
    "not": lambda depth: schema(depth - 1),
    "if": lambda depth: schema(depth - 1),
    "then": lambda depth: schema(depth - 1),
    "else": lambda depth: schema(depth - 1),
    "unevaluatedProperties": lambda depth: schema(depth - 1),
    "unevaluatedItems": lambda depth: schema(depth - 1),
    "$ref": lambda depth: choose.choice(["#/$defs/one", "#/$defs/two"]),
}


def schema(depth):
    if choose.random() < 0.12:
        return choose.random() < 0.6
    made = {}
    for _ in range(choose.randrange(1, 4)):
        if depth > 0 and choose.random() < 0.55:
            keyword = choose.choice(list(NESTED_KEYWORDS))
            made[keyword] = NESTED_KEYWORDS[keyword](depth)
        else:
            keyword = choose.choice(list(SCALAR_KEYWORDS))
            made[keyword] = SCALAR_KEYWORDS[keyword]()
    if "contains" in made and choose.random() < 0.4:
        made[choose.choice(["minContains", "maxContains"])] = small()
    return made


def root():
    made = schema(3)
    if isinstance(made, bool):
        made = {"anyOf": [made, schema(2)]}
    # The definitions refer to nothing, so that no reference leads back to itself.
    made["$defs"] = {"one": schema(0), "two": schema(0)}
    return made


def verdict(judge):
    try:
        return json.dumps(bool(judge()))
    except Exception:  # Whatever a validator raises: it has no opinion.
        return "null"


def main():
    for _ in range(count):
        one, value = root(), document(3)
        text = json.dumps(one, ensure_ascii=False)
        value_text = json.dumps(value, ensure_ascii=False)
        rust = verdict(lambda: jsonschema_rs.validator_for(one).is_valid(value))
        python = verdict(lambda: jsonschema.Draft202012Validator(one).is_valid(value))
        print(f'{{"rs":{rust},"py":{python},"schema":{text},"document":{value_text}}}')


main()
