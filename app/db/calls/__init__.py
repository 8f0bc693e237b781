"""Tables and queries of calls and their editions."""
