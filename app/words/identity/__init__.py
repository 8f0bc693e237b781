"""The French of signing in and out."""
