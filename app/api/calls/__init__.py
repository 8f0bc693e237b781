"""JSON of calls and their editions."""
