"""Admissibility as JSON."""
