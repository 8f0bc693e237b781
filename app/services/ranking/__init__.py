"""The ranked list under its envelope, rules tried, draw, firmness, scenarios."""
