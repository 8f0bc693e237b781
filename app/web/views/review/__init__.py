"""What templates are handed about experts, interests and marks."""
