"""Identifiers of French organisations: is this number possible? (Whether it exists is the registry's answer.)"""

import re

_SIRET = re.compile(r"[0-9]{14}")
_RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
LA_POSTE = "356000000"
LA_POSTE_HEAD_OFFICE = "35600000000048"


def luhn(digits: str) -> bool:
    """Does the number pass Luhn's check?"""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_siret(text: str) -> bool:
    """Is this a possible SIRET: 14 digits under Luhn's check?

    The establishments of La Poste other than its head office follow their own rule: the sum of the digits is a
    multiple of 5.
    """
    if not _SIRET.fullmatch(text):
        return False
    if text.startswith(LA_POSTE) and text != LA_POSTE_HEAD_OFFICE:
        return sum(int(digit) for digit in text) % 5 == 0
    return luhn(text) and luhn(text[:9])


def is_rna(text: str) -> bool:
    """Is this a possible number of the register of associations (W751234567; W9R1234567 overseas)?"""
    return bool(_RNA.fullmatch(text))
