"""What the files of a call may say, and everything that they must agree on."""

import copy
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.adapters.call_files import read_call
from app.domain.call_file import (
    CallFile,
    CallFolder,
    InstalmentKey,
    RendezvousKind,
    WaveFile,
)
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.coherence import Pages, breaches
from app.domain.call_file.names import Names
from app.domain.expressions import Kind, Value
from app.domain.workflow.stages import Group

CRITERIA = Path(__file__).resolve().parents[3] / "criteria"
REAL = ("tiers-lieux-2026", "chercheurs-citoyens-2026", "brescia")
C = BreachCode
Content = dict[str, Any]


@pytest.fixture(scope="module")
def real() -> dict[str, CallFolder]:
    return {name: read_call(CRITERIA / name) for name in REAL}


@pytest.fixture
def content(real: dict[str, CallFolder]) -> Content:
    return copy.deepcopy(real["tiers-lieux-2026"].model_dump(mode="json"))


def put(content: Content, path: str, value: Any) -> None:
    """Write `value` at a dotted path ("call.waves.0.key")."""
    *steps, last = path.split(".")
    place: Any = content
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value


def found(content: Content) -> list[tuple[str, BreachCode]]:
    """The breaches of this content, as (dotted path, code)."""
    sheets = {
        name: field.model_validate(content[name])
        for name, field in models().items()
        if content[name] is not None
    }
    return [
        (".".join(map(str, (one.file, *one.path))), one.code)
        for one in breaches(Pages(frozenset(sheets), **sheets))
    ]


def models() -> dict[str, Any]:
    from_field = {name: field.annotation for name, field in CallFolder.model_fields.items()}
    return {name: getattr(kind, "__args__", (kind,))[0] for name, kind in from_field.items()}


@pytest.mark.parametrize("name", REAL)
def test_a_call_goes_through_its_json_unchanged(real: dict[str, CallFolder], name: str) -> None:
    call = real[name]
    again = CallFolder.model_validate_json(call.canonical_json())
    assert again == call
    assert again.checksum == call.checksum
    assert len(call.checksum) == 64


def test_the_facts_of_tiers_lieux(real: dict[str, CallFolder]) -> None:
    call = real["tiers-lieux-2026"]
    assert call.call.envelope == 2 * 1_400_000_00
    assert call.scoring is not None
    assert all(one.knock_out and one.threshold == 2 for one in call.scoring.criteria)
    assert [one.key for one in call.scoring.criteria] == [
        "ouverture",
        "flexibilite",
        "accueil",
        "numerique",
        "implication",
    ]
    assert call.dossier is not None
    assert call.dossier.budget.basis == "HT"
    rate = call.dossier.budget.aid.rates[0]
    assert (rate.rate, rate.ceiling) == (Decimal("0.5"), 50_000_00)
    assert call.dossier.budget.aid.rounding.cents == 100
    assert call.follow_up is not None
    assert [kind for kind, _ in call.follow_up.rendezvous.in_order()] == list(RendezvousKind)
    assert call.follow_up.rendezvous.of(RendezvousKind.MIDTERM).label == "Comité de pilotage à mi-financement"


def test_the_facts_of_chercheurs_citoyens(real: dict[str, CallFolder]) -> None:
    call = real["chercheurs-citoyens-2026"]
    assert call.call.envelope == 1_100_000_00
    assert call.scoring is not None
    assert call.scoring.reviewers == 1
    assert max(call.scoring.criteria, key=lambda one: one.weight).key == "partenariat"
    assert call.committee is not None
    assert [one.key for one in call.committee.colleges] == ["elus", "recherche", "associations"]
    assert call.committee.seats == 18
    assert call.dossier is not None
    assert call.dossier.budget.years == 3
    assert call.dossier.budget.aid.yearly_ceiling == 50_000_00
    assert call.admissibility is not None
    assert [one.key for one in call.admissibility.rules[:2]] == ["laboratoire", "association"]


def test_brescia_has_a_table_and_no_ranking(real: dict[str, CallFolder]) -> None:
    call = real["brescia"]
    assert Group.CODESIGN in call.groups
    assert call.scoring is None
    assert call.committee is None
    assert call.call.authority.siret is None


@pytest.mark.parametrize("name", REAL)
def test_one_wave_at_least_is_open_in_november_2026(real: dict[str, CallFolder], name: str) -> None:
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    waves = real[name].call.waves
    assert [
        wave for wave in waves if wave.opens_at <= now <= (wave.letter_due_at or wave.dossier_due_at)
    ] != []
    assert [wave for wave in waves if wave.dossier_due_at < now] != []


def test_the_times_of_a_wave_are_those_of_the_call_s_clock(content: Content) -> None:
    def opening(timezone: str) -> datetime:
        call = content["call"] | {"timezone": timezone}
        call["waves"] = [call["waves"][0] | {"opens_at": "2026-01-15 09:00"}]
        return CallFile.model_validate(call).waves[0].opens_at

    assert opening("Europe/Paris") == datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
    assert opening("Indian/Reunion") == datetime(2026, 1, 15, 5, 0, tzinfo=UTC)


def test_things_are_found_by_their_key_or_not_at_all(real: dict[str, CallFolder]) -> None:
    call = real["tiers-lieux-2026"]
    assert call.admissibility is not None
    assert call.scoring is not None
    assert call.follow_up is not None
    assert call.dossier is not None
    assert isinstance(call.call.wave("automne_2026"), WaveFile)
    with pytest.raises(KeyError):
        call.call.wave("ete_1900")
    for look, key in (
        (call.dossier.question, "title"),
        (call.dossier.piece, "rib"),
        (call.admissibility.rule, "carence"),
        (call.scoring.criterion, "accueil"),
        (call.follow_up.indicator, "usagers"),
    ):
        assert look(key) is not None
        assert look("absent") is None
    assert call.call.zone.key == "Europe/Paris"
    keys = [question.key for question in call.questions]
    assert len(keys) == len(set(keys))
    assert {"besoin", "ouverture"} <= set(keys)


def test_a_condition_is_told_true_false_or_unknown(real: dict[str, CallFolder]) -> None:
    call = real["tiers-lieux-2026"]
    assert call.admissibility is not None
    rule = call.admissibility.rule("carence")
    assert rule is not None
    far: dict[str, Value | None] = {"nature": "creation", "minutes_voiture": Decimal(35)}
    assert call.verdict(None, {}) is True
    assert call.verdict(rule.automatic, far) is True
    assert call.verdict(rule.automatic, far | {"minutes_voiture": Decimal(19)}) is False
    assert call.verdict(rule.automatic, {"nature": "creation"}) is None
    assert call.verdict(rule.automatic, {"nature": "developpement"}) is True
    assert call.names.kinds["pieces"] is Kind.TEXTS


def test_names_know_kinds_and_options(real: dict[str, CallFolder]) -> None:
    dossier = real["tiers-lieux-2026"].dossier
    assert dossier is not None
    names = Names.of(dossier.questions)
    assert names.kinds["emplois"] is Kind.NUMBER
    assert names.options["nature"] == {"creation", "developpement"}
    assert "emplois" not in names.without("emplois").kinds
    assert names.with_budget().kinds["requested"] is Kind.NUMBER


def test_a_folder_that_does_not_agree_does_not_exist(content: Content) -> None:
    put(content, "scoring.tie_breaks", ["chance"])
    with pytest.raises(ValidationError, match=r"scoring\.tie_breaks\.0: unknown_key"):
        CallFolder.model_validate(content)


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ("call.envelope", 12.5, "money"),
        ("call.envelope", True, "money"),
        ("call.envelope", "beaucoup", "money"),
        ("call.timezone", "Europe/Lyon", "timezone"),
        ("call.timezone", "Europe", "timezone"),
        ("call.timezone", "/etc/passwd", "timezone"),
        ("call.waves.0.committee_on", 5, "date_parsing"),
        ("call.waves.0.committee_on", "demain", "date_parsing"),
        ("call.waves.0.opens_at", "demain", "datetime_parsing"),
        ("call.waves.0.opens_at", 5, "datetime_parsing"),
        ("call.stages.0", "peer_review", "enum"),
        ("call.slug", "Tiers Lieux", "string_pattern_mismatch"),
        ("call.retention_years", "10", "int_type"),
        ("call.retention_years", True, "int_type"),
        ("call.permanent", "oui", "bool_type"),
        ("call.unknown", 1, "extra_forbidden"),
        ("scoring.criteria.0.weight", 0.1, "decimal_parsing"),
        ("scoring.criteria.0.weight", True, "decimal_parsing"),
        ("scoring.criteria.0.weight", Decimal("NaN"), "finite_number"),
        ("convention.instalments.0.share", Decimal("1.2"), "less_than_equal"),
        ("convention.instalments.0.opened_by", "lunch", "enum"),
        ("follow_up.rendezvous.lunch", {}, "extra_forbidden"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(content: Content, path: str, value: Any, kind: str) -> None:
    put(content, path, value)
    with pytest.raises(ValidationError) as refused:
        CallFolder.model_validate(content)
    assert kind in [error["type"] for error in refused.value.errors()]


def test_days_and_amounts_are_also_accepted_as_values(content: Content) -> None:
    put(content, "call.waves.0.committee_on", date(2026, 5, 21))
    put(content, "call.waves.0.envelope", Decimal("449000.5"))
    assert CallFolder.model_validate(content).call.waves[0].envelope == 449_000_50


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"call.stages": ["dossier", "letter", "decision"]}, "call.stages", C.STAGES_ORDER),
        ({"call.stages": ["letter", "decision"]}, "call.stages", C.STAGES_DOSSIER),
        ({"call.stages": ["dossier", "convention"]}, "call.stages", C.STAGES_DECISION),
        ({"call.stages": ["dossier", "review", "codesign"]}, "call.stages", C.STAGES_CODESIGN),
        ({"call.stages": ["dossier", "decision", "follow_up"]}, "call.stages", C.STAGES_FOLLOW_UP),
        ({"call.stages": ["dossier", "dossier", "decision"]}, "call.stages.1", C.STAGE_TWICE),
        ({"scoring": None}, "call.stages.3", C.FILE_MISSING),
        ({"call.stages": ["dossier", "decision"]}, "committee", C.FILE_IDLE),
        ({"call.waves.1.key": "hiver_2026"}, "call.waves.1.key", C.KEY_TWICE),
        ({"call.waves.0.letter_due_at": None}, "call.waves.0", C.WAVE_LETTER_DUE),
        ({"call.stages": ["dossier", "decision"]}, "call.waves.0", C.WAVE_LETTER_IDLE),
        ({"call.waves.0.opens_at": "2026-03-05 09:00"}, "call.waves.0.letter_due_at", C.WAVE_ORDER),
        ({"call.waves.0.committee_on": "2026-03-30"}, "call.waves.0.committee_on", C.WAVE_ORDER),
        ({"call.envelope": 100}, "call.envelope", C.WAVES_ABOVE_ENVELOPE),
        ({"letter.sections.0.questions.0.key": "nom"}, "letter.sections", C.TITLE_MISSING),
        ({"letter.sections.0.key": "collectif"}, "letter.sections.1.key", C.KEY_TWICE),
        ({"letter.sections.0.key": "verifier"}, "letter.sections.0.key", C.SECTION_RESERVED),
        ({"dossier.sections.1.key": "budget"}, "dossier.sections.1.key", C.SECTION_RESERVED),
        (
            {"letter.sections.0.questions.0.kind": "email", "letter.sections.0.questions.0.public": True},
            "letter.sections.0.questions.0.public",
            C.KIND_PRIVATE,
        ),
        ({"dossier.sections.0.key": "pieces"}, "dossier.sections.0.key", C.SECTION_RESERVED),
        ({"letter.sections.0.questions.1.key": "title"}, "letter.sections.0.questions.1.key", C.KEY_TWICE),
        ({"letter.sections.1.questions.1.key": "min"}, "letter.sections.1.questions.1.key", C.KEY_RESERVED),
        ({"letter.sections.1.questions.1.key": "years"}, "letter.sections.1.questions.1.key", C.KEY_RESERVED),
        (
            {"letter.sections.0.questions.1.kind": "text"},
            "letter.sections.0.questions.1.kind",
            C.KIND_DIFFERS,
        ),
        (
            {"letter.sections.0.questions.3.kind": "text"},
            "dossier.sections.0.questions.5.kind",
            C.KIND_DIFFERS,
        ),
        ({"letter.sections.0.questions.2.options": []}, "letter.sections.0.questions.2", C.OPTIONS_MISSING),
        (
            {"letter.sections.0.questions.2.options.1.key": "creation"},
            "letter.sections.0.questions.2.options.1.key",
            C.KEY_TWICE,
        ),
        (
            {"letter.sections.1.questions.1.options": [{"key": "a", "label": "A"}]},
            "letter.sections.1.questions.1.options",
            C.OPTIONS_IDLE,
        ),
        (
            {"letter.sections.1.questions.1.max_words": 5},
            "letter.sections.1.questions.1.max_words",
            C.WORDS_IDLE,
        ),
        ({"letter.sections.1.questions.0.max": 5}, "letter.sections.1.questions.0.max", C.BOUNDS_IDLE),
        ({"letter.sections.1.questions.1.max": 0}, "letter.sections.1.questions.1.max", C.BOUNDS),
        (
            {"letter.sections.2.questions.1.when": "minutes_voiture > 3"},
            "letter.sections.2.questions.1.when",
            C.EXPRESSION,
        ),
        ({"dossier.pieces.5.when": "natur == 'x'"}, "dossier.pieces.5.when", C.EXPRESSION),
        ({"dossier.declarations.1.when": "requested"}, "dossier.declarations.1.when", C.EXPRESSION),
        ({"dossier.pieces.1.key": "statuts"}, "dossier.pieces.1.key", C.KEY_TWICE),
        ({"dossier.declarations.1.key": "exactitude"}, "dossier.declarations.1.key", C.KEY_TWICE),
        (
            {"dossier.budget.expense_accounts.1.code": "21-amenagement"},
            "dossier.budget.expense_accounts.1.code",
            C.KEY_TWICE,
        ),
        ({"dossier.budget.authority_account": "74"}, "dossier.budget.authority_account", C.UNKNOWN_KEY),
        (
            {"dossier.budget.aid.rates": [{"label": "a", "rate": 1}, {"label": "b", "rate": 1}]},
            "dossier.budget.aid.rates.1",
            C.RATE_UNREACHABLE,
        ),
        ({"dossier.budget.aid.rates.0.when": "territory"}, "dossier.budget.aid.rates.0.when", C.EXPRESSION),
        (
            {"dossier.budget.aid.activity_ceiling": {"of": "chiffre_daffaires", "share": "0.3"}},
            "dossier.budget.aid.activity_ceiling.of",
            C.EXPRESSION,
        ),
        ({"admissibility.rules.1.key": "beneficiaire"}, "admissibility.rules.1.key", C.KEY_TWICE),
        (
            {"admissibility.rules.5.automatic": "'rb' in pieces"},
            "admissibility.rules.5.automatic",
            C.EXPRESSION,
        ),
        ({"scoring.criteria.1.key": "ouverture"}, "scoring.criteria.1.key", C.KEY_TWICE),
        ({"scoring.criteria.0.reads.0": "absente"}, "scoring.criteria.0.reads.0", C.UNKNOWN_KEY),
        ({"scoring.criteria.0.scale.max": 0}, "scoring.criteria.0.scale.max", C.SCALE),
        ({"scoring.criteria.0.scale.step": 3}, "scoring.criteria.0.scale.step", C.SCALE_STEP),
        ({"scoring.criteria.0.threshold": 0}, "scoring.criteria.0.threshold", C.THRESHOLD_ALWAYS),
        ({"scoring.criteria.0.threshold": "bon"}, "scoring.criteria.0.threshold", C.UNKNOWN_KEY),
        (
            {"scoring.criteria.0.scale.labels.4.value": 5},
            "scoring.criteria.0.scale.labels.4.value",
            C.LABEL_UNREACHABLE,
        ),
        ({"scoring.criteria.0.threshold": None}, "scoring.criteria.0.knock_out", C.KNOCK_OUT),
        ({"scoring.criteria.0.weight": 25}, "scoring.out_of", C.WEIGHTS),
        ({"scoring.threshold": 101}, "scoring.threshold", C.THRESHOLD_NEVER),
        (
            {
                f"scoring.criteria.{at}.computed": [{"mark": "1"}]
                for at in range(len(read_call(CRITERIA / "tiers-lieux-2026").scoring.criteria))
            },
            "scoring.criteria",
            C.NOTHING_TO_MARK,
        ),
        ({"scoring.tie_breaks": ["chance"]}, "scoring.tie_breaks.0", C.UNKNOWN_KEY),
        ({"scoring.tie_breaks": ["filed_at", "filed_at"]}, "scoring.tie_breaks.1", C.KEY_TWICE),
        ({"scoring.rounds": {"letter": {"criteria": ["accueil"]}}}, "scoring.rounds.letter", C.ROUND_APART),
        (
            {"scoring.rounds": {"audition": {"criteria": ["accueil"]}}},
            "scoring.rounds.audition",
            C.ROUND_APART,
        ),
        ({"committee.colleges.1.key": "elus"}, "committee.colleges.1.key", C.KEY_TWICE),
        ({"committee.president_college": "maires"}, "committee.president_college", C.UNKNOWN_KEY),
        ({"convention.instalments.0.share": "0.5"}, "convention.instalments", C.SHARES),
        ({"convention.instalments.1.key": "advance"}, "convention.instalments.1.key", C.KEY_TWICE),
        ({"follow_up": None}, "convention.instalments.0.opened_by", C.FOLLOW_UP_MISSING),
        ({"follow_up.indicators.1.key": "usagers"}, "follow_up.indicators.1.key", C.KEY_TWICE),
        ({"follow_up.indicators.0.unit": None}, "follow_up.indicators.0", C.UNIT),
        ({"follow_up.indicators.6.unit": "mots"}, "follow_up.indicators.6", C.UNIT),
        (
            {"follow_up.rendezvous.midterm.after_months": 0},
            "follow_up.rendezvous.midterm.after_months",
            C.RENDEZVOUS_ORDER,
        ),
        (
            {"follow_up.rendezvous.final.after_months": 31},
            "follow_up.rendezvous.final.after_months",
            C.RENDEZVOUS_LATE,
        ),
    ],
)
def test_every_disagreement_is_found_where_it_is(
    content: Content, changes: Content, path: str, code: BreachCode
) -> None:
    for place, value in changes.items():
        put(content, place, value)
    assert (path, code) in found(content)


def test_a_round_of_the_dossier_is_the_grid_of_the_experts_and_warns_of_nothing(content: Content) -> None:
    others = [one["key"] for one in content["scoring"]["criteria"] if one["key"] != "accueil"]
    rounds = {"dossier": {"criteria": ["accueil"], "thresholds": {"accueil": 3}}}
    put(content, "scoring.rounds", rounds)
    assert {code for _, code in found(content)} == {BreachCode.NEVER_JUDGED}
    folder = CallFolder.model_validate(content)
    assert folder.grid is not None
    assert ([one.key for one in folder.grid.criteria], folder.grid.out_of) == (["accueil"], 20)
    assert folder.scoring is not None
    assert [one.key for one in folder.scoring.criteria if one.key != "accueil"] == others
    whole = CallFolder.model_validate({**content, "scoring": {**content["scoring"], "rounds": {}}})
    assert whole.grid == whole.scoring


def test_the_real_calls_have_no_breach(real: dict[str, CallFolder]) -> None:
    assert [list(breaches(call.pages())) for call in real.values()] == [[], [], []]


def test_a_convention_without_a_subsidy_has_no_instalment(content: Content) -> None:
    put(content, "convention.instalments", [])
    assert found(content) == []


def test_what_depends_on_a_file_that_could_not_be_read_is_not_checked(real: dict[str, CallFolder]) -> None:
    call = real["tiers-lieux-2026"]
    pages = Pages(
        frozenset(CallFolder.model_fields),
        letter=call.letter,
        admissibility=call.admissibility,
        scoring=call.scoring,
        follow_up=call.follow_up,
    )
    assert list(breaches(pages)) == []
    dossier_alone = Pages(frozenset({"letter", "dossier"}), dossier=call.dossier)
    assert list(breaches(dossier_alone)) == []


def test_rules_may_be_checked_on_a_letter_alone(real: dict[str, CallFolder]) -> None:
    call = real["tiers-lieux-2026"]
    pages = Pages(
        frozenset({"letter", "admissibility"}), letter=call.letter, admissibility=call.admissibility
    )
    codes = {one.code for one in breaches(pages)}
    assert codes == {C.EXPRESSION}


def test_the_vocabulary_of_the_files_is_stable() -> None:
    assert [key.value for key in InstalmentKey] == ["advance", "interim", "balance"]
