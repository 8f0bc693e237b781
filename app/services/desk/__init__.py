"""What each person finds on arriving; papers."""
