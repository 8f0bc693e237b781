"""Tables and queries of experts, interests and marks."""
