"""The French of the command line."""
