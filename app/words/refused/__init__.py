"""The French of every refusal: why, and what to do now."""
