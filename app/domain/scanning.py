"""What an antivirus said about a file."""

from enum import StrEnum


class ScanVerdict(StrEnum):
    """NOT_SCANNED is said aloud: a file that nobody looked at is not a clean file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
