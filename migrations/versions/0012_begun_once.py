"""an application is begun once and a document joined once, whoever presses twice: constraints say so"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_KEEP_THE_FIRST = """
UPDATE stored_file SET removed_at = uploaded_at WHERE removed_at IS NULL AND EXISTS (
    SELECT 1 FROM stored_file AS earlier
    WHERE earlier.application_id = stored_file.application_id AND earlier.piece = stored_file.piece
    AND earlier.sha256 = stored_file.sha256 AND earlier.removed_at IS NULL AND earlier.id < stored_file.id
)
"""
"""What was filed keeps both: a filing names its documents by their handles."""

_JOINED = sa.text("removed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("begun_as", sa.String(64), nullable=True))
        table.create_unique_constraint(op.f("uq_application_begun_as"), ["begun_as"])
    op.execute(_KEEP_THE_FIRST)
    op.create_index(
        "uq_stored_file_joined_once",
        "stored_file",
        ["application_id", "piece", "sha256"],
        unique=True,
        sqlite_where=_JOINED,
        postgresql_where=_JOINED,
    )


def downgrade() -> None:
    op.drop_index("uq_stored_file_joined_once", "stored_file")
    with op.batch_alter_table("application") as table:
        table.drop_constraint(op.f("uq_application_begun_as"), type_="unique")
        table.drop_column("begun_as")
