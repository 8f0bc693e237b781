"""What templates are handed: plain values made from cases, in the words of their reader."""
