"""What the marks of a panel become once its reviewers are compared: scores beside the raw ones, expected ranks,
and how far the reviewers agree. Every function is pure, and every number that leaves it is a decimal.
"""
