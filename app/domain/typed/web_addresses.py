"""Addresses of sites as people type them: with or without « https:// »."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_HOST = re.compile(r"(?:[^\W_](?:[\w\-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")


def read_web_address(typed: str) -> str | None:
    """The address with its scheme, its host in lower case; None when no browser would open it as a site.

    What has no scheme is read as « https:// ».
    """
    text = typed.strip()
    if len(text) > LONGEST or any(sign.isspace() or not sign.isprintable() for sign in text):
        return None
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None or not _HOST.fullmatch(host):
        return None
    return parts._replace(netloc=parts.netloc.lower()).geturl()
