"""The French of admissibility."""
