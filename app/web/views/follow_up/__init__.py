"""What the pages of the follow-up show."""
