"""What templates are handed about calls and their editions."""
