"""The process that opens one document: ``python -m app.adapters.examining.worker MOST KIND…``.

It reads the document on its standard input. Its first line says what it found, « + KIND », « = KIND » when what
follows replaces the document, or « - WHY »; then it ends. A document that makes it end otherwise cannot be opened.
"""

import resource
import sys

from app.domain.sniffing import Unfit

MOST_MEMORY = 1536 * 1024**2
"""Octets of address space: a document that wants more cannot be opened, and the machine is not hurt."""
MOST_SECONDS = 20
"""Of processor: past them the system ends the process."""
KEPT, CONVERTED, UNFIT = "+", "=", "-"


def main() -> None:
    """Bound the process, then open the document."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from app.adapters.examining.reading import read  # noqa: PLC0415 - after the memory is bounded

    content = sys.stdin.buffer.read()
    try:
        found = read(content, sys.argv[2:], int(sys.argv[1]))
    except Unfit as refused:
        sys.stdout.write(f"{UNFIT} {refused.why}\n")
        return
    sys.stdout.write(f"{KEPT if found.converted is None else CONVERTED} {found.kind}\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(found.converted or b"")


if __name__ == "__main__":
    main()
