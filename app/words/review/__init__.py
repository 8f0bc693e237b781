"""The French of experts: interests, marks."""
