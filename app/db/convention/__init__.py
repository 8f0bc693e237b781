"""Tables and queries of conventions."""
