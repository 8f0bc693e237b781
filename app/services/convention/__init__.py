"""The documents of a convention."""
