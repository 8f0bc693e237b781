"""what the committee says of an application is its conditions, its observations or its reasons: one column held all"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("committee_opinion") as table:
        table.add_column(sa.Column("observations", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("reasons", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE committee_opinion SET observations = conditions, conditions = '' "
        "WHERE opinion IN ('recommended', 'on_reserve')"
    )
    op.execute(
        "UPDATE committee_opinion SET reasons = conditions, conditions = '' "
        "WHERE opinion IN ('postponed', 'not_recommended')"
    )


def downgrade() -> None:
    op.execute("UPDATE committee_opinion SET conditions = observations || reasons WHERE conditions = ''")
    with op.batch_alter_table("committee_opinion") as table:
        table.drop_column("reasons")
        table.drop_column("observations")
