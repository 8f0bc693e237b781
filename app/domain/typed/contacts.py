"""How people are reached: e-mail addresses, telephones, postal codes. (Whether somebody answers is not asked.)"""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

LONGEST_EMAIL = 254
"""Signs of an address that a mail can be sent to (RFC 5321, 4.5.3.1.3)."""
LONGEST_LOCAL = 64
"""Signs before the @ (RFC 5321, 4.5.3.1.1)."""
SHORTEST_TOP = 2
"""Letters of the last part of a domain: none has one only."""
LONGEST_PHONE = 40
NATIONAL_PLANS = ("FR", "RE", "GP", "MQ", "GF", "PM", "PF", "NC", "WF")
"""Plans whose numbers are dialled without their country: mainland France first, then overseas."""
TEN_DIGITS = frozenset({33, 262, 590, 594, 596})
"""Country codes that share the ten digits of the French plan: each dials the others as it dials itself."""

_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
"""A digit that no French keyboard has: dates, money and SIRET refuse it as well."""
_POSTAL_CODE = re.compile(r"[0-9]{5}")
_ABROAD = re.compile(r"[A-Z]{1,3}-[0-9A-Z][0-9A-Z \-]{1,7}")


def read_postal_code(typed: str) -> str | None:
    """The postal code as it is kept, « 33000 », abroad after the letters of its country, « B-1000 »; None for none."""
    text = typed.strip().upper()
    joined = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if _POSTAL_CODE.fullmatch(joined):
        return joined if joined.strip("0") else None
    return text if _ABROAD.fullmatch(text) else None


def read_email(typed: str) -> str | None:
    """The address in lower case, its blanks at both ends left out; None when no mail could be sent to it.

    A domain with accents is kept as mails write it (IDNA, « xn-- »); before the @, only what every server takes.
    No name is asked of the DNS: an address is read the same way without a network.
    """
    text = typed.strip()
    if len(text) > LONGEST_EMAIL:
        return None
    try:
        read = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    if len(read.local_part) > LONGEST_LOCAL or len(read.ascii_domain.rpartition(".")[2]) < SHORTEST_TOP:
        return None
    return f"{read.local_part}@{read.ascii_domain}".lower()


def read_phone(typed: str) -> str | None:
    """The number as France writes it, « 06 12 34 56 78 », another country's as « +32 2 555 12 12 »; None for none.

    Without a country it is read as a French one, of the mainland then overseas. A number of the right length that
    no operator had when the library was made is let through (E.164 is older than the plans of tomorrow).
    """
    text = typed.strip()
    if len(text) > LONGEST_PHONE or _OTHER_DIGIT.search(text):
        return None
    try:
        read = [phonenumbers.parse(text, plan) for plan in NATIONAL_PLANS]
    except NumberParseException:
        return None
    number = next(filter(phonenumbers.is_valid_number, read), read[0])
    if not phonenumbers.is_possible_number(number) or not number.national_number:
        return None
    form = (
        PhoneNumberFormat.NATIONAL if number.country_code in TEN_DIGITS else PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, form)
