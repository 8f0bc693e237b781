"""Roles and seats given."""
