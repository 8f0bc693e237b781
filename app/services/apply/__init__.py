"""Letter, dossier, budget, pieces, team, organisation, filing."""
