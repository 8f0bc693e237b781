"""Maillage: regional calls for projects, from the letter of intent to the last payment."""

import gc

gc.set_threshold(50_000, 20, 20)  # loading makes many objects that stay: by default a tenth of a start goes here
