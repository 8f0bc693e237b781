"""What templates are handed about what one finds on arriving."""
