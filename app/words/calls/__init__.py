"""The French of a call: its files, its rules, its editions."""
