"""The checklist, requests for pieces, opinions."""
