"""Work that the house does on many applications: each in its own transaction, so that one failure loses no other."""

from collections.abc import Callable, Iterable

from sqlmodel import Session

from app.db.session import Database
from app.services.work import Work

Finding = Callable[[Work], Iterable[str]]
Doing = Callable[[Work, str], None]


def go_round(database: Database, at_work: Callable[[Session], Work], find: Finding, deed: Doing) -> None:
    """Find the references in one snapshot, then do the deed on each, one transaction a time.

    Raises ExceptionGroup at the end with what failed: the job is then seen as failed, and tried again.
    """
    with database.read() as session:
        references = tuple(find(at_work(session)))
    failed: list[Exception] = []
    for reference in references:
        try:
            with database.write() as session:
                deed(at_work(session), reference)
        except Exception as error:  # noqa: BLE001 - told below, when the others are done
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(references)} failed", failed)
