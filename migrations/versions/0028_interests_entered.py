"""an interest that a person says aloud is written down by another, who is named, with the sentence that was heard"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLE, KEY = "interest", "fk_interest_entered_by_person"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("entered_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("heard", sa.Text(), nullable=True))
        batch.create_foreign_key(op.f(KEY), "person", ["entered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(KEY), type_="foreignkey")
        batch.drop_column("heard")
        batch.drop_column("entered_by")
