"""a mail says when it is tried next, or since when and why it is given up; all are held until told, in a copy"""

import sqlalchemy as sa
from alembic import op

from app.db.base import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_GIVEN_UP = """
UPDATE outbox_mail SET undelivered_at = created_at,
    undelivered_why = CASE WHEN last_error LIKE 'refused by%' THEN 'refused' ELSE 'unwritable' END
WHERE sent_at IS NULL AND attempts >= 2000
"""


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("next_try_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("undelivered_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("undelivered_why", sa.String(20), nullable=True))
        table.create_index(op.f("ix_outbox_mail_undelivered_at"), ["undelivered_at"])
    op.execute(_GIVEN_UP)
    op.create_table(
        "mail_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_hold")),
    )


def downgrade() -> None:
    op.drop_table("mail_hold")
    op.execute("UPDATE outbox_mail SET attempts = 2000 WHERE undelivered_at IS NOT NULL")
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_index(op.f("ix_outbox_mail_undelivered_at"))
        table.drop_column("undelivered_why")
        table.drop_column("undelivered_at")
        table.drop_column("next_try_at")
