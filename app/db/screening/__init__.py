"""Tables and queries of admissibility and opinions."""
