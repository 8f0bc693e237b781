"""What templates are handed about the committee and its sittings."""
