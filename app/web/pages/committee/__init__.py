"""Pages of the committee and its sittings."""
