"""What templates are handed about the ranked list."""
