"""The rules of a call in French, for those who apply them: officers, committee, auditor. No key, no YAML."""
