"""Sittings, votes, quorum, minutes."""
