// RuleLanguage: to be filled.
