"""Pages of letter, dossier, pieces, team, filing."""
