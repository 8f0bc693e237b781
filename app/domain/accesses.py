"""What is written of the doors of the service: who came in, who was refused, what was read."""

from enum import StrEnum


class Access(StrEnum):
    BY_LINK = "by_link"
    BY_PASSWORD = "by_password"  # noqa: S105 - a way in, not a secret
    LINK_REFUSED = "link_refused"
    PASSWORD_REFUSED = "password_refused"  # noqa: S105 - the same
    SIGNED_OUT = "signed_out"
    PASSWORD_SET = "password_set"  # noqa: S105 - the same
    PASSWORD_REMOVED = "password_removed"  # noqa: S105 - the same
    TOKEN_MADE = "token_made"  # noqa: S105 - the same
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - the same
    PIECE_READ = "piece_read"
