// Trust: to be filled.
