"""The database: one file per noun, its tables and its queries. A table looks upstream only."""
