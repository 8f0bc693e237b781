"""Tables and queries of what one finds on arriving."""
