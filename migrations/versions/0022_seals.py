"""the entry of a deed names the digest of what it made: the chain proved that something was done, and not what"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal_entry", sa.Column("seals", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("journal_entry", "seals")
