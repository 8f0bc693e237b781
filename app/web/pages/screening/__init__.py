"""Pages of admissibility and opinions."""
