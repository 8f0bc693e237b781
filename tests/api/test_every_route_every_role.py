"""Every address of the JSON, asked by everybody: what is answered is what the declarations and the deeds say.

The application stands at *started*, where all who may ever know of it do. Nothing that is sent could be kept, so
that the walk changes nothing: who is let in hears 409 or 422, or reads.
"""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from app import api
from app.api.schema import operation_id
from app.domain.access import PERMISSIONS, Permission
from app.domain.people import APPLICANT_PARTS, Part, Role
from app.domain.workflow import Action, Workflow
from app.services.ranking.ranked_list import READERS, SECRETARIES
from app.services.route_access import ANYONE, CASE, declared
from tests import factories
from tests.api.conftest import Known

PARTS: dict[str, frozenset[Part]] = {
    "visitor": frozenset(),
    "stranger": frozenset(),
    "admin": frozenset(),
    "owner": frozenset({Part.OWNER}),
    "representative": frozenset({Part.REPRESENTATIVE}),
    "editor": frozenset({Part.EDITOR}),
    "reader": frozenset({Part.READER}),
    "officer": frozenset({Part.OFFICER}),
    "manager": frozenset({Part.MANAGER}),
    "expert1": frozenset({Part.EXPERT}),
    "expert3": frozenset(),
    "member1": frozenset({Part.MEMBER}),
    "president": frozenset({Part.PRESIDENT}),
    "consulted": frozenset({Part.CONSULTED}),
    "finance": frozenset({Part.FINANCE}),
    "auditor": frozenset({Part.AUDITOR}),
}
"""What each person is to the application; ``expert3`` is an expert of the call whom nobody named on it."""

RECEIPT = APPLICANT_PARTS | {Part.OFFICER, Part.MANAGER, Part.AUDITOR}
EXPERT = frozenset({Part.EXPERT})
NEEDED: dict[str, frozenset[Part]] = {
    "applications_read": PERMISSIONS[Permission.READ],
    "applications_describe": PERMISSIONS[Permission.WRITE_FORM] | PERMISSIONS[Permission.PREPARE_CONVENTION],
    "team_members": PERMISSIONS[Permission.READ_DRAFT],
    "team_invite": PERMISSIONS[Permission.MANAGE_TEAM],
    "team_take_out": PERMISSIONS[Permission.MANAGE_TEAM],
    "applications_take_charge": PERMISSIONS[Permission.TAKE_CHARGE],
    "applications_entries": PERMISSIONS[Permission.READ_JOURNAL],
    "forms_draft": PERMISSIONS[Permission.READ_DRAFT],
    "forms_answers": PERMISSIONS[Permission.WRITE_FORM],
    "forms_budget": PERMISSIONS[Permission.WRITE_FORM],
    "forms_declarations": PERMISSIONS[Permission.WRITE_FORM],
    "forms_listed": PERMISSIONS[Permission.READ],
    "forms_join": PERMISSIONS[Permission.WRITE_FORM],
    "forms_remove": PERMISSIONS[Permission.WRITE_FORM],
    "forms_piece": PERMISSIONS[Permission.READ],
    "forms_filings": PERMISSIONS[Permission.READ],
    "forms_receipt": RECEIPT,
    "letters_letter": RECEIPT,
    "completions_listed": PERMISSIONS[Permission.READ_DRAFT] | PERMISSIONS[Permission.READ_CHECKLIST],
    "completions_reply": PERMISSIONS[Permission.WRITE_FORM],
    "reviews_read_checklist": PERMISSIONS[Permission.READ_CHECKLIST],
    "reviews_judge": PERMISSIONS[Permission.JUDGE_CHECKLIST],
    "reviews_experts": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "reviews_assign": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "reviews_unassign": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "rectifications_of_payment": PERMISSIONS[Permission.READ_PAYMENTS],
    "rectifications_rectify_payment": PERMISSIONS[Permission.PAY],
    "rectifications_take_back_payment": PERMISSIONS[Permission.PAY],
    "checklist_rectifications_of_line": PERMISSIONS[Permission.READ_CHECKLIST],
    "checklist_rectifications_rectify_line": PERMISSIONS[Permission.JUDGE_CHECKLIST],
    "reopening_gap": PERMISSIONS[Permission.READ_REVIEWS],
    "reopening_reopen": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "reopening_move": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "reopening_returned": PERMISSIONS[Permission.READ_REVIEWS],
    "reviews_listed": PERMISSIONS[Permission.READ_REVIEWS],
    "reviews_read_consensus": PERMISSIONS[Permission.READ_REVIEWS],
    "reviews_record_consensus": PERMISSIONS[Permission.RECORD_CONSENSUS],
    "reviews_my_review": EXPERT,
    "reviews_save": EXPERT,
    "reviews_accept": EXPERT,
    "reviews_decline": EXPERT,
    "reviews_submit": EXPERT,
    "interests_listed": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "interests_enter": PERMISSIONS[Permission.ENTER_INTEREST],
    "interests_rectified": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "interests_rectify": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "interests_lift": PERMISSIONS[Permission.ASSIGN_REVIEWERS],
    "reviews_declare": PERMISSIONS[Permission.DECLARE_INTEREST],
    "reviews_ask": PERMISSIONS[Permission.ASK_OPINION],
    "reviews_give": PERMISSIONS[Permission.GIVE_OPINION],
    "rectifications_rectify_opinion": PERMISSIONS[Permission.RECTIFY_OPINION],
    "rectifications_of_opinion": PERMISSIONS[Permission.READ_COMMITTEE],
    "rectifications_opinions": PERMISSIONS[Permission.READ_COMMITTEE],
    "committee_record": PERMISSIONS[Permission.RECORD_DECISION],
    "committee_read": PERMISSIONS[Permission.READ_DECISION],
    "follow_up_convention": PERMISSIONS[Permission.READ_CONVENTION],
    "follow_up_convention_facts": PERMISSIONS[Permission.READ_CONVENTION],
    "follow_up_read": PERMISSIONS[Permission.READ_FOLLOW_UP],
    "follow_up_targets": PERMISSIONS[Permission.SET_TARGETS],
    "follow_up_report": PERMISSIONS[Permission.REPORT_INDICATORS],
    "follow_up_request": PERMISSIONS[Permission.REQUEST_PAYMENT],
    "follow_up_pay": PERMISSIONS[Permission.PAY],
    "follow_up_cancel": PERMISSIONS[Permission.PAY],
}
"""Of each address of one application: the parts that it lets in."""

HIDDEN_FROM_OTHERS = frozenset(
    {
        "forms_receipt",
        "letters_letter",
        "reviews_my_review",
        "reviews_save",
        "reviews_accept",
        "reviews_decline",
        "reviews_submit",
    }
)
"""Who may not ask for these learns nothing of them: 404 where others say 403."""

DESK = frozenset({Part.OFFICER, Part.MANAGER, Part.AUDITOR})
MANAGERS = frozenset({Part.MANAGER})
BEFORE_JUDGING = frozenset({Part.EXPERT, Part.MEMBER, Part.PRESIDENT})
OF_CALL: dict[str, frozenset[Part]] = {
    "journal_read": frozenset({Part.AUDITOR}),
    "call_rules_read": READERS,
    "simulation_of_call": DESK,
    "committee_ranking": READERS,
    "reserve_reserve": READERS,
    "firmness_read": READERS,
    "wave_interests_listed": BEFORE_JUDGING,
    "wave_interests_say": BEFORE_JUDGING,
    "committee_members": READERS,
    "committee_minutes": READERS,
    "committee_hold": SECRETARIES,
    "committee_close": SECRETARIES,
    "committee_sittings": READERS,
    "committee_attend": SECRETARIES,
    "committee_rectify": SECRETARIES,
    "rectifications_of_sitting": READERS,
    "committee_seat": MANAGERS,
    "committee_unseat": MANAGERS,
    "committee_pool": DESK,
    "committee_appoint": MANAGERS,
    "committee_dismiss": MANAGERS,
    "draws_fix": MANAGERS,
    "draws_publish": MANAGERS,
}
BY_EVERYBODY = frozenset({"applications_me", "applications_listed", "reviews_asked", "team_waiting"})
NOT_BY_THE_AUTHORITY = frozenset({"applications_begin"})
OF_THE_AUTHORITY = frozenset({"auditor", "officer", "manager"})

BODIES: dict[str, object] = {
    "applications_begin": {"call": "tiers-lieux-2026", "name": ""},
    "applications_describe": {"name": ""},
    "team_invite": {"email": "nobody", "role": "reader"},
    "team_take_out": {"email": "porteuse@la-grange.tiers-lieux-2026.example"},
    "team_answer": {"accept": True},
    "applications_take_charge": {"officer_id": 0},
    "forms_answers": {},
    "forms_budget": {},
    "forms_declarations": [],
    "completions_reply": {"text": "Voici."},
    "reviews_judge": {"verdict": "fails"},
    "reviews_assign": {"expert_id": 999},
    "reviews_save": {"marks": {}},
    "rectifications_rectify_payment": {
        "paid_on": "2026-11-02",
        "order_number": "",
        "amount": "0",
        "reason": "",
        "version": 0,
    },
    "rectifications_take_back_payment": {"reason": "", "version": 0},
    "checklist_rectifications_rectify_line": {"verdict": "holds", "reason": "", "version": 0},
    "reopening_reopen": {"reason": "", "version": 0},
    "reopening_move": {"due_on": "2000-01-01"},
    "reviews_record_consensus": {"marks": {}},
    "calls_release": {"decisions_sha256": "-"},
    "reviews_decline": {"reason": ""},
    "interests_enter": {"person_id": 999, "nature": "", "heard": ""},
    "interests_rectify": {"said": "", "reason": "", "version": 0},
    "interests_lift": {"reason": "", "version": 0},
    "reviews_declare": {"nature": ""},
    "reviews_ask": {"person_id": 999},
    "reviews_give": {"favourable": True, "text": ""},
    "wave_interests_say": {"wave": "automne_2026"},
    "committee_hold": {"held_at": "2026-11-02T09:00:00Z", "place": "", "present": []},
    "committee_attend": {"present": []},
    "committee_rectify": {
        "held_at": "2026-11-02T09:00:00Z",
        "place": "",
        "present": [],
        "reason": "",
        "version": 0,
    },
    "rectifications_rectify_opinion": {"opinion": "recommended"},
    "committee_record": {"outcome": "award"},
    "committee_seat": {"email": "nobody", "name": "", "college": ""},
    "committee_appoint": {"email": "nobody", "name": ""},
    "draws_fix": {},
    "draws_publish": {},
    "follow_up_targets": {"usagers": {"target": "many"}},
    "follow_up_report": {"usagers": "many"},
    "follow_up_request": {"note": ""},
    "follow_up_pay": {"paid_on": "2026-11-02", "order_number": ""},
    "follow_up_cancel": {"note": ""},
}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def routes() -> Iterator[tuple[str, str, APIRoute]]:
    for router in api.ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            (method,) = route.methods
            yield operation_id(route), method, route


EVERY = {name: (method, route) for name, method, route in routes()}
LET_IN = frozenset({200, 201, 204, 409, 422})


def expected(name: str, who: str) -> frozenset[int]:
    """The statuses that this person may hear at this address."""
    route = EVERY[name][1]
    admitted = declared(route.endpoint) or frozenset()
    if ANYONE in admitted:
        return frozenset({200})
    if who == "visitor":
        return frozenset({401})
    roles = frozenset(one for one in admitted if isinstance(one, Role))
    held = {part.value for part in PARTS[who]} | {"expert3": {"expert"}, "admin": {"admin"}}.get(who, set())
    if roles and not roles & held:
        return frozenset({403})
    if name == "team_answer":
        return frozenset({404})
    if name in OF_CALL:
        able = PARTS[who] | (EXPERT if who == "expert3" else frozenset())
        return LET_IN if able & OF_CALL[name] else frozenset({403})
    if name in NOT_BY_THE_AUTHORITY:
        return frozenset({403}) if who in OF_THE_AUTHORITY else LET_IN
    if CASE not in admitted and name not in NEEDED:
        return LET_IN
    return expected_of_the_case(name, who)


def expected_of_the_case(name: str, who: str) -> frozenset[int]:
    parts = PARTS[who]
    if not parts:
        return frozenset({404})
    if parts & NEEDED[name]:
        return LET_IN
    return frozenset({404 if name in HIDDEN_FROM_OTHERS else 403})


@pytest.mark.parametrize("name", [name for name in EVERY if name != "applications_act"])
def test_everybody_hears_what_the_tables_say(started: Known, name: str) -> None:
    method, route = EVERY[name]
    heard, wanted = {}, {}
    for who in PARTS:
        sent = {"json": BODIES[name]} if name in BODIES else {}
        if name == "forms_join":
            sent = {"files": {"file": ("empty.pdf", b"", "application/pdf")}}
        path = started.path(route.path if name != "forms_join" else route.path.replace("{key}", "{piece}"))
        answer = started.callers.named(who).ask(method, path, **sent)
        heard[who], wanted[who] = answer.status_code, sorted(expected(name, who))
    astray = {who: (heard[who], wanted[who]) for who in PARTS if heard[who] not in wanted[who]}
    assert astray == {}


@pytest.mark.parametrize("action", Action)
def test_everybody_hears_of_each_action_what_the_table_of_transitions_says(
    started: Known, action: Action
) -> None:
    lines = [
        line
        for line in Workflow.for_call(factories.call_folder().groups).transitions
        if line.action is action
    ]
    able = frozenset(part for line in lines for part in line.parts)
    path = started.path(f"/applications/{{reference}}/actions/{action.value}")
    astray = {}
    for who, parts in PARTS.items():
        told = started.callers.named(who).ask("POST", path, json={"unknown": "field"}).status_code
        refused = 401 if who == "visitor" else 404 if not parts else 403
        wanted = {409, 422} if parts & able or (parts and not lines) else {refused}
        if told not in wanted:
            astray[who] = (told, sorted(wanted))
    assert astray == {}


def test_every_address_of_an_application_is_in_the_table() -> None:
    of_a_case = {name for name, (_, route) in EVERY.items() if "{reference}" in route.path}
    assert of_a_case - {"applications_act", "team_answer"} == set(NEEDED)
    assert set(EVERY) - of_a_case - set(OF_CALL) - BY_EVERYBODY - NOT_BY_THE_AUTHORITY == {
        "calls_published",
        "calls_whole",
        "calls_release",
        "calls_to_release",
        "draws_read",
        "reviews_mine",
        "simulation_of_edition",
    }


def test_the_auditor_writes_nothing_but_their_own_interests(started: Known) -> None:
    auditor, kept = started.callers.named("auditor"), []
    for name, (method, route) in EVERY.items():
        if method in UNSAFE:
            answer = auditor.ask(method, started.path(route.path), json=BODIES.get(name, {}))
            if answer.status_code not in (403, 404) and not (
                name in ("forms_join", "reviews_declare") and answer.status_code == 422
            ):
                kept.append((name, answer.status_code))
    assert kept == []


def test_a_refused_person_is_told_why_and_who_may(started: Known) -> None:
    path = started.path("/applications/{reference}/payments/advance/pay")
    told = started.callers.named("officer").post(
        path, {"paid_on": "2026-11-02", "order_number": "M-1"}, expected=403
    )
    assert told["code"] == "not_your_role"
    assert "service financier" in told["detail"]


def test_a_token_that_nobody_knows_opens_nothing(started: Known) -> None:
    caller = started.callers.of(None)
    answer = caller.ask("GET", "/calls", headers={"Authorization": "Bearer maillage_unknown"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
