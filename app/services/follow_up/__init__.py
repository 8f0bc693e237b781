"""Indicators and payments."""
