"""What a page asks of the database."""

import sqlalchemy as sa

from app.services.wiring import Wiring
from tests.web.applicants import Around


def statements_of(wired: Wiring, around: Around, address: str) -> list[str]:
    """The statements that a page sends to the database."""
    seen: list[str] = []
    browser = around.browser(around.cast.officer)
    browser.get(address)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with wired.database.read() as session:
        engine = session.get_bind()
    engine = engine.engine if isinstance(engine, sa.Connection) else engine
    sa.event.listen(engine, "before_cursor_execute", note)
    assert browser.get(address).status_code == 200
    sa.event.remove(engine, "before_cursor_execute", note)
    return seen


def queries_of(wired: Wiring, around: Around, address: str) -> int:
    """How many statements a page sends to the database."""
    return len(statements_of(wired, around, address))
