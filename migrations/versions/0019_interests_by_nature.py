"""a part in a team that ended stays known, and what was judged of a suspicion of interest is kept with its reason"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    former = op.create_table(
        "former_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_member")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_former_member_application_id_application")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_member_person_id_person")),
    )
    op.create_table(
        "interest_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=2_000), nullable=False),
        sa.Column("found_by", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_finding")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_interest_finding_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interest_finding_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["found_by"], ["person.id"], name=op.f("fk_interest_finding_found_by_person")
        ),
        sa.UniqueConstraint(
            "application_id", "person_id", name=op.f("uq_interest_finding_application_id_person_id")
        ),
    )
    for table in ("former_member", "interest_finding"):
        for column in ("application_id", "person_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _find_former_members(former)


def _find_former_members(former: sa.Table) -> None:
    """Those whom the journal saw leave: its entries « remove_from_team » tell whom, « invite_to_team » since when."""
    kept = sa.table(
        "journal_entry",
        *(sa.column(name) for name in ("number", "verb", "application_id", "actor_id", "data")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    verbs = ("begin", "invite_to_team", "remove_from_team")
    query = sa.select(kept).where(kept.c.verb.in_(verbs)).order_by(kept.c.number)
    joined: dict[tuple[int, int], object] = {}
    for entry in op.get_bind().execute(query).mappings().all():
        data = json.loads(entry["data"]) if isinstance(entry["data"], str) else entry["data"]
        person = entry["actor_id"] if entry["verb"] == "begin" else data.get("person")
        if person is None:
            continue
        since = joined.setdefault((entry["application_id"], person), entry["at"])
        if entry["verb"] == "remove_from_team":
            row = {"application_id": entry["application_id"], "person_id": person}
            op.bulk_insert(former, [{**row, "joined_at": since, "left_at": entry["at"]}])


def downgrade() -> None:
    op.drop_table("interest_finding")
    op.drop_table("former_member")
