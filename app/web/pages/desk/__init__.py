"""Pages of what one finds on arriving."""
