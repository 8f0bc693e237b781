"""Pages of recognising people."""
