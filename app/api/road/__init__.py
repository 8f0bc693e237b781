"""JSON of the journal of the house."""
