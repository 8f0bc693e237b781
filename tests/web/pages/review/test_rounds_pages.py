"""A grid whose rounds judge each its own criteria: the review of a dossier, its ranking and its rules go by its own."""

from functools import lru_cache

from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.rules import Rounds
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.review import panels, reviews
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import Around, at

CALL = f"/bureau/appels/{TIERS_LIEUX}"
LETTER, DOSSIER = ("ouverture", "implication"), ("flexibilite", "accueil", "numerique")


@lru_cache
def folder() -> CallFolder:
    real = factories.call_folder(TIERS_LIEUX)
    assert real.scoring is not None
    rounds = Rounds.model_validate(
        {
            "letter": {"criteria": LETTER, "threshold": 30},
            "dossier": {"criteria": DOSSIER, "thresholds": {"accueil": 3}, "threshold": 40},
        }
    )
    return real.model_copy(update={"scoring": real.scoring.model_copy(update={"rounds": rounds})})


def opened(wired: Wiring, stage: Stage, **said: str) -> Around:
    with wired.database.write() as session:
        open_call(factories.work(session), folder())
    return at(wired, stage, **said)


def test_the_expert_marks_the_criteria_of_the_dossier_alone(wired: Wiring) -> None:
    around = opened(wired, Stage.IN_REVIEW)
    address, expert = f"/expertises/{around.reference}", around.browser(around.cast.experts[0])
    with wired.database.write() as session:
        reviews.accept(factories.work(session, around.cast.experts[0]), around.reference)
    page = expert.get(address).text
    for key in DOSSIER:
        assert f'name="note-{key}"' in page
    for key in LETTER:
        assert f'name="note-{key}"' not in page
    sent = {f"note-{key}": "4" for key in DOSSIER} | {f"motif-{key}": "Vu sur place." for key in DOSSIER}
    assert expert.submit(address, {**sent, "rendre": "1"}).status_code == 303
    with wired.database.read() as session:
        case = open_case(factories.work(session, around.cast.officer), around.reference)
        grid = panels.grid_of(case)
    assert ([one.key for one in grid.criteria], grid.out_of) == (list(DOSSIER), 60)


def test_the_ranking_and_its_rules_go_by_the_round_of_the_dossier(wired: Wiring) -> None:
    around = opened(wired, Stage.REVIEWED, title="Solide", mark="4")
    low = at(wired, Stage.REVIEWED, title="Sous le seuil", mark="2")
    officer = around.browser(around.cast.officer)
    page = plain(officer.get(f"{CALL}/classement?calcul={around.reference}").text)
    assert "60 sur 60" in page
    assert "Ouverture" not in page.split('id="calcul"')[1]
    ranking = plain(officer.get(f"{CALL}/classement").text)
    assert "Note /60" in ranking
    aside = ranking.split("Hors classement")[1]
    assert low.reference in aside
    assert "Accueil humain" in aside
    preview = officer.get(f"{CALL}/regles/grille").text
    assert 'name="note-accueil"' in preview
    assert 'name="note-ouverture"' not in preview
    rules = plain(officer.get(f"{CALL}/regles").text)
    assert "À la lettre d’intention" in rules
    assert "Au dossier" in rules


def test_the_public_reads_what_each_round_judges(wired: Wiring) -> None:
    around = opened(wired, Stage.IN_REVIEW)
    page = plain(around.browser(around.cast.stranger).get(f"/appels/{TIERS_LIEUX}").text)
    for told in (
        "À la lettre d’intention, on juge « Ouverture à tous » et « Mobilisation et implication des usagers ».",
        "Ouverture à tous : sous 2 sur 4, le projet est écarté. Mobilisation",
        "Total : au moins 30.",
        "Au dossier, on juge « Flexibilité et accessibilité de l’offre », « Accueil humain » et « Accès numérique ».",
        "Total : au moins 40 sur 60 pour être retenu.",
        "Sous 3 sur 4, le projet est écarté.",
    ):
        assert told in page, told
