"""JSON of letter, dossier, pieces, team, filing."""
