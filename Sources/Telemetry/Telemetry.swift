// Telemetry: to be filled.
