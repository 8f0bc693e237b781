"""What templates are handed about letter, dossier, pieces, team, filing."""
