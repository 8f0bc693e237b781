"""Tables and queries of rendezvous, indicators, payments."""
