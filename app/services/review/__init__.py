"""Experts, their marks, their consensus."""
