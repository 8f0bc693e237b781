"""What is looked for of an application, an organisation and a person, without accents nor capitals."""

import sqlalchemy as sa
from alembic import op

from app.domain.typed.searched import searchable

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

SEARCHED = {
    "application": ("reference", "title", "city"),
    "organisation": ("name", "siret", "rna", "city", "representative_name"),
    "person": ("name", "email"),
}
BATCH = 1000


def upgrade() -> None:
    connection = op.get_bind()
    for name, columns in SEARCHED.items():
        op.add_column(name, sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
        one = sa.table(name, *map(sa.column, ("id", "search_text", *columns)))
        written = (
            sa.update(one).where(one.c.id == sa.bindparam("row")).values(search_text=sa.bindparam("text"))
        )
        rows = connection.execute(sa.select(one.c.id, *(one.c[each] for each in columns))).all()
        texts = [{"row": row[0], "text": searchable(*row[1:])} for row in rows]
        for at in range(0, len(texts), BATCH):
            connection.execute(written, texts[at : at + BATCH])


def downgrade() -> None:
    for name in SEARCHED:
        op.drop_column(name, "search_text")
