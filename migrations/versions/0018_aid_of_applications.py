"""The most that the rule of its call allows to an application, kept where its lists read it.

What was filed before stays without it, and is listed with what it asks until its dossier is filed again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("aid", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("application") as table:
        table.drop_column("aid")
