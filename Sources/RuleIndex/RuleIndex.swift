// RuleIndex: to be filled.
