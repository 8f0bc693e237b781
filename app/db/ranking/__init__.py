"""Tables and queries of the ranked list."""
