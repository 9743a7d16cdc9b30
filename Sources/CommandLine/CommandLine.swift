// CommandLine: to be filled.
