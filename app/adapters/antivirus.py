"""Asking clamd whether a file is harmful, by its INSTREAM command (clamd(8), "COMMANDS")."""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from app.domain.scanning import ScanVerdict
from app.services.ports import Part, ScanResult, Unreachable

ANSWER_LIMIT = 4096
DEFAULT_PORT = 3310


class NoAntivirus:
    """Scans nothing and says so: the file is marked "not scanned"."""

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:  # noqa: ARG002 - the port gives them
        return ScanResult(ScanVerdict.NOT_SCANNED)


class ClamdAntivirus:
    """`tcp://host:3310` or `unix:///run/clamav/clamd.ctl`. Unreachable when clamd is silent or refuses."""

    def __init__(self, url: str, *, timeout_seconds: float = 60) -> None:
        self._parts = urlsplit(url)
        if self._parts.scheme not in {"tcp", "unix"}:
            raise ValueError(f"clamd is at tcp://host:port or unix:///path, not at {url!r}")
        self._timeout = timeout_seconds

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        try:
            with self._connect() as connection:
                answer = self._ask(connection, chunks)
        except OSError as error:
            raise Unreachable(f"clamd did not answer: {error}", Part.ANTIVIRUS) from error
        return self._read(answer)

    def _connect(self) -> socket.socket:
        if self._parts.scheme == "tcp":
            address = (self._parts.hostname or "127.0.0.1", self._parts.port or DEFAULT_PORT)
            return socket.create_connection(address, timeout=self._timeout)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self._timeout)
        connection.connect(self._parts.path)
        return connection

    @staticmethod
    def _ask(connection: socket.socket, chunks: Iterable[bytes]) -> bytes:
        connection.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            if chunk:
                connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < ANSWER_LIMIT:
            piece = connection.recv(ANSWER_LIMIT)
            if not piece:
                break
            answer += piece
        return answer.rstrip(b"\0")

    @staticmethod
    def _read(answer: bytes) -> ScanResult:
        text = answer.decode("utf-8", "replace").removeprefix("stream: ")
        if text == "OK":
            return ScanResult(ScanVerdict.CLEAN)
        if text.endswith(" FOUND"):
            return ScanResult(ScanVerdict.INFECTED, text.removesuffix(" FOUND"))
        raise Unreachable(f"clamd answered {text!r}", Part.ANTIVIRUS)
