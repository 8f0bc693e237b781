"""What people type, read as they write it."""
