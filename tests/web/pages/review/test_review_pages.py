"""The expert's pages: independence first, then the grid, then what was handed in."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import Around, SignedIn, at


def accepted(around: Around) -> tuple[SignedIn, str]:
    """The first expert, in front of the grid."""
    expert, address = around.browser(around.cast.experts[0]), f"/expertises/{around.reference}"
    assert expert.submit(f"{address}/reponse", {"independance": "yes"}).status_code == 303
    return expert, address


def whole_grid() -> dict[str, str]:
    grid = factories.call_folder().scoring
    assert grid is not None
    marks = {f"note-{one.key}": str(one.scale.max) for one in grid.criteria}
    return marks | {f"motif-{one.key}": "Solide et éprouvé." for one in grid.criteria}


def test_the_dossier_opens_once_the_expert_has_said_to_be_independent(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = around.browser(around.cast.experts[0]), f"/expertises/{around.reference}"
    assert around.reference in expert.get("/expertises").text
    gate = expert.get(address).text
    assert "Pouvez-vous expertiser ce dossier" in gate
    assert "Nous nous réunissons" not in gate
    assert expert.submit(f"{address}/reponse", {}).status_code == 422
    accepted(around)
    grid = expert.get(address).text
    assert "Nous nous réunissons" in grid
    assert "Rendre l’expertise" in grid


def test_a_review_is_given_back_with_a_reason(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = around.browser(around.cast.experts[0]), f"/expertises/{around.reference}"
    assert expert.submit(f"{address}/reponse", {"reponse": "decliner"}).status_code == 422
    declined = expert.submit(f"{address}/reponse", {"reponse": "decliner", "reason": "Pas le temps."})
    assert declined.headers["location"] == "/expertises"
    assert expert.get(address).status_code == 404
    assert "Rien à expertiser" in expert.get("/expertises").text


def test_a_grid_is_kept_then_handed_in_and_no_longer_changes(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    kept = expert.submit(address, {"motif-accueil": "À revoir", "comment": "Beau projet.", "garder": "1"})
    assert kept.status_code == 303
    assert "Beau projet." in expert.get(address).text
    incomplete = expert.submit(address, {"comment": "Toujours beau."})
    assert incomplete.status_code == 422
    assert 'href="#note-' in incomplete.text
    assert "Toujours beau." in incomplete.text
    assert expert.submit(address, whole_grid()).status_code == 303
    done = expert.get(address).text
    assert "Ce qui est rendu ne se modifie plus" in done
    assert "Rendre l’expertise" not in done
    again = expert.submit(address, whole_grid())
    assert again.headers["location"] == address


def test_what_is_no_mark_is_told_beside_its_criterion_and_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    grid = factories.call_folder().scoring
    assert grid is not None
    key = grid.criteria[0].key
    refused = expert.submit(
        address, {f"note-{key}": "beaucoup", f"motif-{key}": "Vu sur place.", "garder": "1"}
    )
    assert refused.status_code == 422
    assert f'href="#note-{key}"' in refused.text
    assert "Vu sur place." in refused.text


def test_a_form_read_before_another_was_saved_is_refused(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    assert expert.submit(address, {"version": "2", "comment": "Un.", "garder": "1"}).status_code == 303
    assert expert.submit(address, {"version": "2", "comment": "Deux.", "garder": "1"}).status_code == 409


def test_a_review_belongs_to_its_expert_only(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    address = f"/expertises/{around.reference}"
    assert around.browser(around.cast.experts[2]).get(address).status_code == 404
    assert around.browser(around.cast.officer).get(address).status_code == 404
    assert around.browser(around.cast.officer).get("/expertises").status_code == 403
    assert around.browser(around.cast.experts[0]).post(address).status_code == 403


def test_an_expert_who_declares_an_interest_loses_the_dossier(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert = around.browser(around.cast.experts[0])
    declared = expert.submit(f"{around.home}/interet", {"nature": "work"})
    assert declared.headers["location"] == "/expertises"
    assert expert.get(f"/expertises/{around.reference}").status_code == 404
    officer = around.browser(around.cast.officer).get(f"{around.home}/experts").text
    assert "l’a déclaré\u00a0: J’ai travaillé à ce projet, ou je le conseille" in officer
