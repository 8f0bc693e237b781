"""What templates are handed about the stages of an application and its acts."""
