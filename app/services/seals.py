"""What the service signs before it leaves: links, cookies, form tokens. Another key makes them all worthless."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, Signer, URLSafeSerializer

TOKEN_BYTES = 32


def fresh_token() -> str:
    """256 random bits that a browser, a link or a program may carry."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """The SHA-256 of a token: what the database keeps instead of it."""
    return hashlib.sha256(token.encode()).hexdigest()


class Seals:
    """One secret, one signature for each use: a signed cookie is no signed link."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, use: str, token: str) -> str:
        return self._signer(use).sign(token).decode("ascii")

    def unsign(self, use: str, signed: str) -> str | None:
        """The token, when it was signed here for this use; else None."""
        try:
            return self._signer(use).unsign(signed.encode()).decode()
        except (BadSignature, UnicodeDecodeError):
            return None

    def pack(self, use: str, value: Any) -> str:
        """A small value that a browser keeps for us: readable there, not changeable."""
        return str(self._serializer(use).dumps(value))

    def unpack(self, use: str, packed: str) -> Any:
        """The value as it was packed here for this use; None when it is not."""
        try:
            return self._serializer(use).loads(packed)
        except BadSignature:
            return None

    def pack_until(self, use: str, value: Any, expires_at: datetime) -> str:
        return self.pack(use, [value, int(expires_at.timestamp())])

    def unpack_before(self, use: str, packed: str, now: datetime) -> Any:
        """The value while it has not expired; None afterwards or when it was not packed here."""
        found = self.unpack(use, packed)
        if not isinstance(found, list) or len(found) != 2 or now.timestamp() >= found[1]:
            return None
        return found[0]

    def _signer(self, use: str) -> Signer:
        return Signer(self._secret, salt=f"maillage.{use}", digest_method=hashlib.sha256)

    def _serializer(self, use: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._secret,
            salt=f"maillage.{use}",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
