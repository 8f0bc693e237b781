"""Pages of roles and seats."""
