"""a mark says "cannot assess" apart from "not marked yet", a review its confidence; agreed marks are kept

The marks of a consensus are in a table of their own, one row for what is marked in an application: they belong to no
expert, and a review without an expert would have to be left out of all that counts, names or recuses reviewers. Who
recorded them last and when is in the row; every recording is in the journal, with its marks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mark") as table:
        table.add_column(sa.Column("abstained", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("mark") as table:
        table.alter_column("abstained", server_default=None)
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("confidence", sa.Integer(), nullable=True))
    op.create_table(
        "consensus_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_mark")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_consensus_mark_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_consensus_mark_recorded_by_person")
        ),
        sa.UniqueConstraint(
            "application_id", "criterion", name=op.f("uq_consensus_mark_application_id_criterion")
        ),
    )
    op.create_index("ix_consensus_mark_application_id", "consensus_mark", ["application_id"])


def downgrade() -> None:
    op.drop_table("consensus_mark")
    with op.batch_alter_table("review") as table:
        table.drop_column("confidence")
    with op.batch_alter_table("mark") as table:
        table.drop_column("abstained")
