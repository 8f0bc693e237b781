"""a request for completion names what it opens; those that wait for an answer keep the whole dossier open"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("completion_request") as table:
        table.add_column(sa.Column("sections", sa.Text(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("questions", sa.Text(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("budget", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE completion_request SET sections = '[\"*\"]' WHERE answered_at IS NULL")
    with op.batch_alter_table("completion_request") as table:
        for name in ("sections", "questions", "budget"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("completion_request") as table:
        for name in ("budget", "questions", "sections"):
            table.drop_column(name)
