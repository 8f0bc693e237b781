"""who filed an application is looked for at each desk"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_filing_filed_by", "filing", ["filed_by"])


def downgrade() -> None:
    op.drop_index("ix_filing_filed_by", table_name="filing")
