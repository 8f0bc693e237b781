"""Maillage: regional calls for projects, from the letter of intent to the last payment."""
