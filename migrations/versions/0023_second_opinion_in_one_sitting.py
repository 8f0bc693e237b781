"""an application postponed, then taken up again in the same sitting, keeps both opinions"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "committee_opinion", ["application_id", "sitting_id"]
NAME = "uq_committee_opinion_application_id_sitting_id"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(NAME), type_="unique")


def downgrade() -> None:
    """Keeps the last opinion of each sitting."""
    op.execute(
        "DELETE FROM committee_opinion WHERE id NOT IN "
        "(SELECT MAX(id) FROM committee_opinion GROUP BY application_id, sitting_id)"
    )
    with op.batch_alter_table(TABLE) as batch:
        batch.create_unique_constraint(op.f(NAME), COLUMNS)
