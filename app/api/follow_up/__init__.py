"""JSON of rendezvous, indicators, payments."""
