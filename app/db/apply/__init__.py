"""Tables and queries of letter, dossier, pieces, team, filing."""
