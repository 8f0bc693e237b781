"""Maillage: regional calls for projects, from the letter of intent to the last payment."""

import gc

# Loading makes many objects that stay: with the usual threshold a tenth of a start goes into looking for the others.
gc.set_threshold(50_000, 20, 20)
