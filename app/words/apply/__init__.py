"""The French of the letter, the dossier, the team."""
