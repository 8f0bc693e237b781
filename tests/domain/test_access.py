"""Who may see or do what on one application: every deed with every part, as the product says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import access
from app.domain.access import (
    PERMISSIONS,
    Permission,
    Ties,
    may,
    parts_of,
    reads_only_as_applicant,
    sees,
    stage_shown,
)
from app.domain.people import SYSTEM, Actor, Appointment, Part, Role, TeamRole
from app.domain.workflow import STAGES_OF, Group, Stage

CALL, OTHER_CALL = 1, 2
SECRETS = [
    Stage.RECOMMENDED,
    Stage.RECOMMENDED_WITH_CONDITIONS,
    Stage.ON_RESERVE,
    Stage.POSTPONED,
    Stage.NOT_RECOMMENDED,
]
ALLOWED = {
    Permission.READ: "owner representative editor reader officer manager expert member president consulted finance "
    "auditor system",
    Permission.READ_DRAFT: "owner representative editor reader",
    Permission.WRITE_FORM: "owner representative editor",
    Permission.MANAGE_TEAM: "owner representative",
    Permission.READ_CHECKLIST: "officer manager auditor",
    Permission.JUDGE_CHECKLIST: "officer manager",
    Permission.READ_REVIEWS: "officer manager member president auditor",
    Permission.ASSIGN_REVIEWERS: "officer manager",
    Permission.RECORD_CONSENSUS: "officer manager",
    Permission.WRITE_REVIEW: "expert",
    Permission.DECLARE_INTEREST: "officer manager member president expert consulted finance auditor",
    Permission.ENTER_INTEREST: "officer manager president",
    Permission.ASK_OPINION: "officer manager",
    Permission.GIVE_OPINION: "consulted",
    Permission.READ_OPINIONS: "officer manager member president auditor",
    Permission.READ_COMMITTEE: "officer manager member president auditor",
    Permission.RECTIFY_OPINION: "officer manager president",
    Permission.RECORD_DECISION: "manager",
    Permission.READ_DECISION: "officer manager auditor finance",
    Permission.READ_CONVENTION: "owner representative editor reader officer manager finance auditor",
    Permission.PREPARE_CONVENTION: "officer manager",
    Permission.READ_FOLLOW_UP: "owner representative editor reader officer manager finance auditor",
    Permission.SET_TARGETS: "owner representative officer manager",
    Permission.REPORT_INDICATORS: "owner representative editor officer manager",
    Permission.READ_PAYMENTS: "owner representative editor reader officer manager finance auditor",
    Permission.REQUEST_PAYMENT: "owner representative",
    Permission.PAY: "finance",
    Permission.TAKE_CHARGE: "officer manager",
    Permission.READ_JOURNAL: "officer manager auditor",
}
WRITING = [deed for deed in Permission if not deed.value.startswith("read")]


def holding(*roles: Role, call_id: int | None = CALL) -> Actor:
    return Actor(7, "Inès", appointments=frozenset(Appointment(role, call_id) for role in roles))


NOBODY = Actor(9, "Paul")


@pytest.mark.parametrize("deed", Permission)
def test_each_deed_is_for_the_parts_that_are_declared_and_for_no_other(deed: Permission) -> None:
    allowed = {Part(name) for name in ALLOWED[deed].split()}
    assert {part for part in Part if may({part}, deed)} == allowed


def test_every_deed_is_declared_and_nothing_is_for_nobody() -> None:
    assert set(PERMISSIONS) == set(Permission) == set(ALLOWED)
    assert [deed for deed in Permission if may((), deed)] == []


def test_an_auditor_writes_nothing_but_an_interest_of_its_own() -> None:
    assert [deed for deed in WRITING if may({Part.AUDITOR}, deed)] == [Permission.DECLARE_INTEREST]


@pytest.mark.parametrize("role", TeamRole)
def test_the_team_plays_the_part_of_its_role(role: TeamRole) -> None:
    assert parts_of(NOBODY, CALL, Ties(team=role)) == {Part(role.value)}


@pytest.mark.parametrize(
    ("role", "part"),
    [
        (Role.OFFICER, Part.OFFICER),
        (Role.MANAGER, Part.MANAGER),
        (Role.FINANCE, Part.FINANCE),
        (Role.AUDITOR, Part.AUDITOR),
    ],
)
def test_an_appointment_is_a_part_in_its_own_call_or_in_all(role: Role, part: Part) -> None:
    assert parts_of(holding(role), CALL, Ties()) == {part}
    assert parts_of(holding(role, call_id=None), CALL, Ties()) == {part}
    assert parts_of(holding(role), OTHER_CALL, Ties()) == frozenset()


def test_an_expert_a_service_and_a_member_have_their_part_by_a_tie_not_by_their_role() -> None:
    everything = holding(Role.EXPERT, Role.CONSULTED, Role.MEMBER, Role.PRESIDENT, Role.ADMIN)
    assert parts_of(everything, CALL, Ties()) == frozenset()
    assert parts_of(NOBODY, CALL, Ties(reviewer=True)) == {Part.EXPERT}
    assert parts_of(NOBODY, CALL, Ties(consulted=True)) == {Part.CONSULTED}
    assert parts_of(NOBODY, CALL, Ties(seated=True)) == {Part.MEMBER}
    assert parts_of(everything, CALL, Ties(seated=True)) == {Part.PRESIDENT}


def test_the_house_plays_its_own_part_only() -> None:
    assert parts_of(SYSTEM, CALL, Ties(team=TeamRole.OWNER, reviewer=True)) == {Part.SYSTEM}


@given(
    st.frozensets(st.sampled_from(Role)),
    st.none() | st.sampled_from(TeamRole),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_an_interest_takes_away_every_part_but_that_of_ones_own_team(
    roles: frozenset[Role], team: TeamRole | None, tied: tuple[bool, bool, bool]
) -> None:
    reviewer, seated, consulted = tied
    ties = Ties(team, reviewer, seated, consulted, interested=True)
    assert parts_of(holding(*roles), CALL, ties) == ({Part(team.value)} if team else frozenset())


FROM_THE_AWARD = {
    *STAGES_OF[Group.CONVENTION],
    *STAGES_OF[Group.FOLLOW_UP],
    Stage.AWARDED,
    Stage.AGREED,
}
BEFORE_THE_COMMITTEE = {
    *STAGES_OF[Group.LETTER],
    *STAGES_OF[Group.DOSSIER],
    *STAGES_OF[Group.ADMISSIBILITY],
    Stage.IN_REVIEW,
}


@pytest.mark.parametrize("stage", Stage)
def test_each_part_sees_what_was_filed_from_its_own_moment_on(stage: Stage) -> None:
    seers = {part for part in Part if sees({part}, stage, filed=True)}
    expected = set(Part)
    if stage in BEFORE_THE_COMMITTEE:
        expected -= {Part.MEMBER, Part.PRESIDENT}
    if stage not in FROM_THE_AWARD:
        expected -= {Part.FINANCE}
    assert seers == expected


@pytest.mark.parametrize("stage", Stage)
def test_what_was_never_filed_exists_for_its_team_only(stage: Stage) -> None:
    seers = {part for part in Part if sees({part}, stage, filed=False)}
    assert seers == {Part.OWNER, Part.REPRESENTATIVE, Part.EDITOR, Part.READER, Part.SYSTEM}


def test_nothing_exists_for_somebody_without_a_part() -> None:
    assert [stage for stage in Stage if sees((), stage, filed=True)] == []


@pytest.mark.parametrize("stage", Stage)
def test_an_opinion_of_the_committee_is_hidden_from_the_applicant_until_the_release(stage: Stage) -> None:
    hidden = Stage.SHORTLISTED if stage in SECRETS else stage
    assert stage_shown({Part.OWNER}, stage, released=False) is hidden
    assert stage_shown({Part.OWNER}, stage, released=True) is stage


@pytest.mark.parametrize("part", [Part.OFFICER, Part.MANAGER, Part.MEMBER, Part.PRESIDENT, Part.AUDITOR])
def test_the_authority_reads_the_opinion_of_its_committee(part: Part) -> None:
    assert [stage_shown({part}, stage, released=False) for stage in SECRETS] == SECRETS


@pytest.mark.parametrize("part", [Part.EXPERT, Part.CONSULTED, Part.FINANCE])
def test_an_outsider_learns_no_opinion_before_the_applicant_does(part: Part) -> None:
    assert {stage_shown({part}, stage, released=False) for stage in SECRETS} == {Stage.SHORTLISTED}


@pytest.mark.parametrize(
    ("parts", "as_applicant"),
    [
        ((Part.OWNER,), True),
        ((Part.READER, Part.EXPERT), True),
        ((Part.OWNER, Part.OFFICER), False),
        ((Part.OWNER, Part.MEMBER), False),
        ((Part.OFFICER,), False),
        ((), False),
    ],
)
def test_who_reads_as_the_applicant_does(parts: tuple[Part, ...], as_applicant: bool) -> None:
    assert reads_only_as_applicant(parts) is as_applicant


def test_the_secrets_of_the_committee_are_these() -> None:
    assert sorted(access._COMMITTEE_SECRETS) == sorted(SECRETS)
