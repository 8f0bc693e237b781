"""an invitation to somebody who has a duty waits for their answer, and changes nothing meanwhile"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PEOPLE = ("person_id", "invited_by")


def upgrade() -> None:
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_team_invitation_application_id_application"),
        ),
        *(
            sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_team_invitation_{one}_person"))
            for one in PEOPLE
        ),
        sa.UniqueConstraint(
            "application_id", "person_id", name=op.f("uq_team_invitation_application_id_person_id")
        ),
    )
    for column in ("application_id", "person_id"):
        op.create_index(op.f(f"ix_team_invitation_{column}"), "team_invitation", [column])


def downgrade() -> None:
    op.drop_table("team_invitation")
