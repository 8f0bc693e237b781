"""Recognising people: links, passwords, sessions."""
