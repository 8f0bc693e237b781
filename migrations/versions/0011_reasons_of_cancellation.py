"""a cancelled instalment keeps why beside what its beneficiary wrote when asking for it, which the reason covered"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEEP_THE_REASON = """
UPDATE payment SET cancelled_because = note, note = '' WHERE state = 'cancelled' AND (
    application_id NOT IN (SELECT id FROM application WHERE stage = 'terminated')
    OR EXISTS (
        SELECT 1 FROM journal_entry
        WHERE journal_entry.application_id = payment.application_id AND journal_entry.verb = 'cancel_payment'
        AND journal_entry.data LIKE '%"payment":"' || payment.key || '"%'
    )
)
"""
"""Cancelled by its reason; an early end of the convention cancels without one, and leaves the note as it was, but that
of an instalment that the journal says was given up before.
"""


def upgrade() -> None:
    with op.batch_alter_table("payment") as table:
        table.add_column(sa.Column("cancelled_because", sa.Text(), nullable=False, server_default=""))
    op.execute(_KEEP_THE_REASON)
    with op.batch_alter_table("payment") as table:
        table.alter_column("cancelled_because", server_default=None)


def downgrade() -> None:
    op.execute("UPDATE payment SET note = cancelled_because WHERE cancelled_because <> ''")
    with op.batch_alter_table("payment") as table:
        table.drop_column("cancelled_because")
