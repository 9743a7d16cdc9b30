// JSONDocument: to be filled.
