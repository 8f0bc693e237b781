"""the officers' desk asks which applications still have a review to be written"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index on the application alone says nothing that the one of the unique constraint does not."""
    op.create_index("ix_review_state_application_id", "review", ["state", "application_id"])
    op.drop_index("ix_review_application_id", table_name="review")


def downgrade() -> None:
    op.create_index("ix_review_application_id", "review", ["application_id"])
    op.drop_index("ix_review_state_application_id", table_name="review")
