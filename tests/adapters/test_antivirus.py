"""The antivirus is asked in clamd's own protocol, over a real socket."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.adapters.antivirus import ClamdAntivirus, NoAntivirus
from app.domain.scanning import ScanVerdict
from app.services.ports import ScanResult, Unreachable

Serve = Callable[[bytes], ClamdAntivirus]


def exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += connection.recv(size - len(data))
    return data


@pytest.fixture
def received() -> list[bytes]:
    return []


@pytest.fixture
def serve(received: list[bytes], tmp_path: Path) -> Iterator[Serve]:
    """A clamd that gives one answer, after it has read the stream to its end."""
    listener = socket.socket(socket.AF_UNIX)
    threads: list[threading.Thread] = []

    def start(answer: bytes) -> ClamdAntivirus:
        listener.bind(str(tmp_path / "clamd.ctl"))
        listener.listen()

        def answer_once() -> None:
            connection, _ = listener.accept()
            with connection:
                assert exactly(connection, 10) == b"zINSTREAM\0"
                while size := int.from_bytes(exactly(connection, 4), "big"):
                    received.append(exactly(connection, size))
                connection.sendall(answer)

        threads.append(threading.Thread(target=answer_once))
        threads[0].start()
        return ClamdAntivirus(f"unix://{tmp_path}/clamd.ctl", timeout_seconds=5)

    yield start
    threads[0].join()
    listener.close()


def test_a_clean_file(serve: Serve, received: list[bytes]) -> None:
    assert serve(b"stream: OK\0").scan([b"abc", b"", b"d" * 70_000]) == ScanResult(ScanVerdict.CLEAN)
    assert received == [b"abc", b"d" * 70_000]


def test_an_infected_file_is_named(serve: Serve) -> None:
    found = serve(b"stream: Eicar-Test-Signature FOUND\0").scan([b"x"])
    assert found == ScanResult(ScanVerdict.INFECTED, "Eicar-Test-Signature")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"OK FOUND? no\0"])
def test_any_other_answer_is_never_clean(serve: Serve, answer: bytes) -> None:
    with pytest.raises(Unreachable):
        serve(answer).scan([b"x"])


def test_a_silent_clamd_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        ClamdAntivirus("tcp://127.0.0.1:9", timeout_seconds=1).scan([b"x"])


def test_only_a_clamd_address_is_taken() -> None:
    with pytest.raises(ValueError, match="clamd"):
        ClamdAntivirus("http://127.0.0.1")


def test_without_antivirus_a_file_is_said_to_be_not_scanned() -> None:
    assert NoAntivirus().scan([b"x"]) == ScanResult(ScanVerdict.NOT_SCANNED)
