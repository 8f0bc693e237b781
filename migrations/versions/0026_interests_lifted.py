"""an interest that somebody said is lifted and stays read, and what was found is sealed as what was declared is"""

import hashlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db.base import JsonText, UtcDateTime, canonical_json

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

PAIR = ["application_id", "person_id"]
STANDS = sa.text("lifted_at IS NULL")
SAID = {"interest": "declared_at", "interest_finding": "found_at"}
HEAD = sa.table("journal_head", sa.column("id"), sa.column("number"), sa.column("sha256"))
ENTRY = sa.table(
    "journal_entry",
    *(sa.column(one) for one in ("number", "actor_id", "actor_name", "verb", "previous", "sha256")),
    sa.column("at", UtcDateTime()),
    sa.column("data", JsonText()),
    sa.column("seals", JsonText()),
)


def upgrade() -> None:
    for table in SAID:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_application_id_person_id"), type_="unique")
            batch.add_column(sa.Column("lifted_at", UtcDateTime(), nullable=True))
        op.create_index(
            f"uq_{table}_standing",
            table,
            PAIR,
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )
    _seal()


def downgrade() -> None:
    """Keeps the last row of each pair: the one that stands, or the last that was lifted."""
    for table in SAID:
        op.drop_index(f"uq_{table}_standing", table)
        rows = sa.table(table, sa.column("id"), *map(sa.column, PAIR))
        last = sa.select(sa.func.max(rows.c.id)).group_by(*(rows.c[one] for one in PAIR))
        op.execute(sa.delete(rows).where(rows.c.id.not_in(last)))
        with op.batch_alter_table(table) as batch:
            batch.drop_column("lifted_at")
            batch.create_unique_constraint(op.f(f"uq_{table}_application_id_person_id"), PAIR)


def _seal() -> None:
    """One entry seals what was said before such rows were: to lift one would else make its elders look put in."""
    connection = op.get_bind()
    query = sa.select(ENTRY.c.seals).where(sa.cast(ENTRY.c.seals, sa.Text).contains('"interest:'))
    known = {name for seals in connection.execute(query).scalars() for name in seals}
    seals: dict[str, str] = {}
    for table in SAID:
        numbers = [int(one.partition(":")[2]) for one in known if one.startswith(f"{table}:")]
        for row in _rows(connection, table):
            if not numbers or row["id"] < min(numbers):
                seals[f"{table}:{row['id']}"] = _digest(row)
    if seals:
        _write(connection, seals)


def _rows(connection: sa.Connection, name: str) -> list[dict[str, Any]]:
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    at = sa.type_coerce(table.c[SAID[name]], UtcDateTime()).label(SAID[name])
    kept = [one for one in table.c if one.name not in (SAID[name], "lifted_at")]
    rows = connection.execute(sa.select(*kept, at).order_by(table.c.id)).mappings()
    return [dict(row) for row in rows]


def _digest(row: dict[str, Any]) -> str:
    said = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def _write(connection: sa.Connection, seals: dict[str, str]) -> None:
    number, previous = connection.execute(sa.select(HEAD.c.number, HEAD.c.sha256).where(HEAD.c.id == 1)).one()
    at = datetime.now(UTC)
    entry: dict[str, Any] = {
        "number": number + 1,
        "at": at.isoformat(),
        "actor_id": None,
        "actor_name": "Maillage",
        "verb": "seal_interests",
        "call_id": None,
        "application_id": None,
        "source": None,
        "target": None,
        "data": {"rows": len(seals)},
        "previous": previous,
        "seals": seals,
    }
    sha256 = hashlib.sha256(canonical_json(entry).encode()).hexdigest()
    told = {key: entry[key] for key in ("number", "actor_name", "verb", "data", "previous", "seals")}
    connection.execute(sa.insert(ENTRY).values(**told, at=at, sha256=sha256))
    connection.execute(sa.update(HEAD).where(HEAD.c.id == 1).values(number=number + 1, sha256=sha256))
