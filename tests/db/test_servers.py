"""A machine without PostgreSQL tests on the server that a wheel brings."""

from pathlib import Path

import sqlalchemy as sa

from app.db.session import Database
from tests.servers import PostgresTemplate, wheel_postgres


def test_the_server_of_the_wheel_takes_the_schema(tmp_path: Path) -> None:
    with wheel_postgres(tmp_path / "pg") as server:
        template = PostgresTemplate(server)
        with template.copy() as url:
            database = Database.open(url)
            with database.read() as session:
                assert session.execute(sa.text("SELECT count(*) FROM outbox_mail")).scalar_one() == 0
            database.close()
        template.drop()
