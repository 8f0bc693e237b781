"""The French of what changed between two editions of a call."""
