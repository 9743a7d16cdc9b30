import JSONDocument
import RuleLanguage

/// The alert that most tables are about.
let sampleAlert = #"""
    {
      "kind": "seizure", "severity": 4, "confidence": 0.75, "type": "v1", "urgent": true, "lab": null,
      "origin": {"country": "CO", "port": "COBUN"},
      "route": [{"country": "CO", "days": 0}, {"country": "PA", "days": 4}, {"country": "NL", "days": 19.5}],
      "tags": ["rip-off", "reefer"], "empty": [], "none": {},
      "goods": {"hs": "0803900000", "weight": 1200, "value": 12.0, "note": "caf\u00e9 \"noir\"", "e\u0301": 1},
      "café": 1, "big": 12345678901234567890, "bigger": 123456789012345678901234567890, "exact": 9007199254740993
    }
    """#

/// Evaluates a rule on an alert.
func outcome(_ text: String, on alert: String = sampleAlert) throws -> RuleOutcome {
    let rule = try Rule(text)
    let document = try JSONDocument(parsing: Array(alert.utf8))
    return rule.evaluate(on: document.root)
}

/// The outcome without its reason.
func word(_ outcome: RuleOutcome) -> String {
    switch outcome {
    case .matches: "matches"
    case .misses: "misses"
    case .undetermined(let reason): "\(reason.code)"
    }
}
