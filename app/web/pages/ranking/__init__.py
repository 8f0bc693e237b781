"""Pages of the ranked list."""
