// CordonClient: to be filled.
