"""Tables and queries of the committee and its sittings."""
