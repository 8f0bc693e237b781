"""Pages of calls and their editions."""
