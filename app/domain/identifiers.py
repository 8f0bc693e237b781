"""Identifiers of French organisations: is this number possible? (Whether it exists is the registry's answer.)

SIREN and SIRET are those of python-stdnum, with La Poste's exception (the digits of its establishments other than the
head office add up to a multiple of 5). Zeros pass Luhn's check and are nobody's number: Insee gives none.
"""

import re

from stdnum.fr import siren, siret

_APART = re.compile(r"[\s\u00a0\u202f.\-]+")
_RNA = re.compile(r"W[0-9][0-9A-Z][0-9]{7}")
_LOCAL_LAW = re.compile(r"A(?:57|67|68)[A-Z][0-9]{8}")
_VOLUME_FOLIO = re.compile(r"[0-9]{1,4}-[0-9]{1,5}")
_VOLUME_FOLIO_TYPED = re.compile(r"(?:VOL(?:UME|\.)? )?([0-9]{1,4})(?: ?[-/] ?|,? FOL(?:IO|\.) )([0-9]{1,5})")


def is_siren(text: str) -> bool:
    """Is this a possible SIREN: nine digits under Luhn's check, not all zero?"""
    return _digits(text, 9) and text.strip("0") != "" and bool(siren.is_valid(text))


def is_siret(text: str) -> bool:
    """Is this a possible SIRET: a possible SIREN then five digits, under Luhn's check or La Poste's?"""
    return _digits(text, 14) and is_siren(text[:9]) and bool(siret.is_valid(text))


def is_rna(text: str) -> bool:
    """Is this a possible number of an association, as ``read_rna`` writes it?

    That of the national register (W751234567; W9R1234567 overseas), or that of the court that keeps the register of
    Moselle, Bas-Rhin and Haut-Rhin, where the law of 1901 does not apply: A67S00001234, or the volume and the
    folio (178-236).
    """
    return any(pattern.fullmatch(text) for pattern in (_RNA, _LOCAL_LAW, _VOLUME_FOLIO))


def read_siret(text: str) -> str:
    """What was typed without its blanks, dots and hyphens: « 123 456 789 00011 » gives « 12345678900011 »."""
    return _APART.sub("", text)


def read_rna(text: str) -> str:
    """What was typed as it is kept: in capitals, without blanks; a volume and its folio as « 178-236 »."""
    typed = " ".join(text.upper().split())
    if found := _VOLUME_FOLIO_TYPED.fullmatch(typed):
        return "-".join(found.groups())
    return _APART.sub("", typed)


def possible_siret(typed: str) -> str | None:
    """The SIRET that was typed, as it is kept; None when it is none."""
    number = read_siret(typed)
    return number if is_siret(number) else None


def possible_rna(typed: str) -> str | None:
    """The number of an association that was typed, as it is kept; None when it is none."""
    number = read_rna(typed)
    return number if is_rna(number) else None


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()
