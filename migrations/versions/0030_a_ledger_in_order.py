"""the payments of a state are read in the order in which they were requested, without sorting all of them"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NAME = "ix_payment_state_requested_at_opened_at_id"


def upgrade() -> None:
    op.create_index(NAME, "payment", ["state", "requested_at", "opened_at", "id"])


def downgrade() -> None:
    op.drop_index(NAME, "payment")
