"""How a call judges: criteria, scales, thresholds, ranking."""
