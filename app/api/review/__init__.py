"""JSON of experts, interests and marks."""
