"""The process that typesets: ``python -m app.adapters.pdf.worker FD FOLDER``.

FD is its end of a socket pair. FOLDER is its own and goes with it: WeasyPrint unpacks fonts there at each document.

Asked with a pickled document (the parent is trusted), it answers a frame that is never unpickled: one byte for
the outcome, then the PDF or the reason. It ends when its parent closes or dies.
"""

import pickle
import resource
import shutil
import signal
import sys
import tempfile
from multiprocessing.connection import Connection

DONE, FAILED = b"+", b"-"
MOST_MEMORY = 3 * 1024**3
"""Octets of address space: a document that wants more is refused, and the machine is not."""


def serve(connection: Connection) -> None:
    """Answer until the other end closes."""
    from app.adapters.pdf.typeset import typeset  # noqa: PLC0415 - slow, and after the memory is bounded

    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            return
        try:
            answer = DONE + typeset(pickle.loads(request))  # noqa: S301 - from our own parent
        except Exception as error:  # noqa: BLE001 - told to the parent, which raises it
            answer = FAILED + f"{type(error).__name__}: {error}".encode()
        connection.send_bytes(answer)


def main() -> None:
    """Leave Ctrl-C to the parent, bound the memory, serve, and leave nothing behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    tempfile.tempdir = folder = sys.argv[2]
    try:
        with Connection(int(sys.argv[1])) as connection:
            serve(connection)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
