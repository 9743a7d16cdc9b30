// JSONSchema: to be filled.
