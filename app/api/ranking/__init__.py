"""JSON of the ranked list."""
