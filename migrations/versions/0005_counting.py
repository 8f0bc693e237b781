"""the officers' desk counts the applications of every stage and the reviews of every expert"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_application_stage_filed_at", "application", ["stage", "filed_at"])
    op.create_index("ix_review_expert_id_state", "review", ["expert_id", "state"])
    op.drop_index("ix_review_expert_id", table_name="review")


def downgrade() -> None:
    op.create_index("ix_review_expert_id", "review", ["expert_id"])
    op.drop_index("ix_review_expert_id_state", table_name="review")
    op.drop_index("ix_application_stage_filed_at", table_name="application")
