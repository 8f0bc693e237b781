"""who presides a sitting and an item is recorded, and the casting vote that breaks a tie"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = ("sitting", "committee_opinion")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("presided_by", sa.Integer(), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_presided_by_person"), "person", ["presided_by"], ["id"])
    with op.batch_alter_table("committee_opinion") as table:
        table.add_column(sa.Column("casting_vote", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("committee_opinion") as table:
        table.drop_column("casting_vote")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_presided_by_person"), type_="foreignkey")
            table.drop_column("presided_by")
