"""a request for completion is answered in words, extended, corrected, withdrawn; an opinion has a deadline"""

import sqlalchemy as sa
from alembic import op

from app.db.base import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("completion_request") as table:
        table.add_column(sa.Column("answer", sa.Text(), nullable=True))
        table.add_column(sa.Column("why", sa.Text(), nullable=True))
        table.add_column(sa.Column("replaced_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("opinion") as table:
        table.add_column(sa.Column("due_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("opinion") as table:
        table.drop_column("due_at")
    with op.batch_alter_table("completion_request") as table:
        for name in ("withdrawn_at", "replaced_at", "why", "answer"):
            table.drop_column(name)
