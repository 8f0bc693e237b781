"""The door of every change of stage, and what it asks."""
