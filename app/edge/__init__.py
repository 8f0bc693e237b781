"""What the pages and the JSON share on their way out."""
