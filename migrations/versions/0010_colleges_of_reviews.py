"""a review says of which college its expert is, where the grid of the call has some; empty elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("college", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("review") as table:
        table.alter_column("college", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review") as table:
        table.drop_column("college")
