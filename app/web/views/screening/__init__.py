"""What the pages of the admissibility show."""
