"""Pages of experts, interests and marks."""
