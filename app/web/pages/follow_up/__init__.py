"""Pages of rendezvous, indicators, payments."""
