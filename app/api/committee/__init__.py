"""JSON of the committee and its sittings."""
