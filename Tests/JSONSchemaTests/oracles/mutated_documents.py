"""Mutated documents with the verdict of jsonschema-rs, for the validator to be held against.

mutated_documents.py SCHEMA DOCUMENTS COUNT SEED: reads a schema and valid documents (JSON Lines), and prints for each
mutated one a line {"rs": true or false, "document": ...}.
"""

import copy
import json
import random
import sys

import jsonschema_rs

schema_path, documents_path, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
choose = random.Random(seed)
SCALARS = [None, True, False, 0, 1, 3, 4.0, -1, 2.5, 1e30, 10**20, "", "x", "sea", "narcotics", "é", "\\\"", [], {}]


def places(value, path=()):
    """Every path to a value below the root."""
    found = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found.append(path + (key,))
        found += places(inner, path + (key,))
    return found


def at(value, path):
    for key in path:
        value = value[key]
    return value


def changed(value):
    """A value near another."""
    if isinstance(value, bool) or value is None:
        return choose.choice(SCALARS)
    if isinstance(value, (int, float)):
        return choose.choice([value + 1, value - 1, -value, value * 1000, float(value), value + 0.5, str(value)])
    if isinstance(value, str):
        cut = choose.randrange(len(value) + 1)
        letter = choose.choice("aZ09-:. @é\n")
        return choose.choice([value[:cut], value[cut:], value[:cut] + letter + value[cut:], value.upper(), value * 2])
    if isinstance(value, list):
        return choose.choice([value + value[:1], value[1:], value[::-1], [value], value * 40, {str(key): inner for key, inner in enumerate(value)}])
    return choose.choice([{}, [value], list(value.values()), {key.upper(): inner for key, inner in value.items()}])


def mutate(document):
    path = choose.choice(places(document))
    parent, key = at(document, path[:-1]), path[-1]
    action = choose.randrange(6)
    if action == 0:
        del parent[key]
    elif action == 1:
        parent[key] = changed(parent[key])
    elif action == 2:
        parent[key] = choose.choice(SCALARS)
    elif action == 3 and isinstance(parent, dict):
        name = key + choose.choice(["s", "_", "2"])
        parent[name] = parent.pop(key)
    elif action == 4 and isinstance(parent, dict):
        parent[choose.choice(["extra", "note", "", "imo", "seals", "lab"])] = choose.choice(SCALARS)
    else:
        parent[key] = copy.deepcopy(at(document, choose.choice(places(document))))


def main():
    with open(schema_path, encoding="utf-8") as file:
        validator = jsonschema_rs.validator_for(json.load(file), validate_formats=True)
    with open(documents_path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    for _ in range(count):
        document = json.loads(choose.choice(lines))
        for _ in range(choose.randrange(4)):
            if places(document):
                mutate(document)
        verdict = "true" if validator.is_valid(document) else "false"
        text = json.dumps(document, ensure_ascii=choose.random() < 0.5, separators=(",", ":"))
        print(f'{{"rs":{verdict},"document":{text}}}')


main()
