"""The pages of a review on a grid of levels, parts, bands, a reversed scale, bonus and conditions."""

import re

from app.domain.workflow import Action, Stage
from app.services.calls.calls import open_call
from app.services.review import reviews
from app.services.road.transitions import perform
from app.services.wiring import Wiring
from tests import factories
from tests.domain.grids import criterion, grid
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.rich_grid import filled, open_rich
from tests.web.applicants import Around


def under_review(wired: Wiring, **grid: str) -> tuple[Around, str]:
    """The first two experts have accepted; the address of the review."""
    clock = wired.clock
    assert isinstance(clock, FakeClock)
    clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=clock.now)
        open_rich(work, **grid)
        application = factories.at_stage(work, Stage.IN_REVIEW, store=wired.files)
        cast = factories.cast(work)
        for expert in cast.experts[:2]:
            reviews.accept(factories.by(work, expert), application.reference)
        return Around(wired, application.reference, cast), f"/expertises/{application.reference}"


def form_of(**marks: str) -> dict[str, str]:
    """The form of a whole review, as a browser sends it."""
    sent = {"confidence": "4", "sans-modele": "na", "note-modele": ""}
    for key, typed in filled(**marks).items():
        if typed.get("mark") and key != "modele":
            sent[f"note-{key}"] = {"oui": "yes", "GO": "go"}.get(typed["mark"], typed["mark"])
        if typed["justification"]:
            sent[f"motif-{key}"] = typed["justification"]
    return sent


def test_the_grid_says_what_each_mark_means_and_keeps_what_was_chosen(wired: Wiring) -> None:
    around, address = under_review(wired)
    expert = around.browser(around.cast.experts[0])
    page = expert.get(address).text
    for words in (
        "Des preuves, encore partielles.",
        "Ne peut pas se prononcer",
        "1 est la meilleure note",
        "de 50 à 100",
        "Viable",
        "60\u00a0% du critère",
        "n’est pas compté",
        "Ce critère s’applique à ce dossier",
        "Le projet</h3>",
        "Ce que dit le dossier",
        "À quel point êtes-vous sûr",
    ):
        assert words in page, words
    assert 'name="note-ville"' not in page
    assert expert.submit(address, {**form_of(), "garder": "1"}).status_code == 303
    kept = expert.get(address).text
    assert re.findall(r'name="([a-z_-]+)" value="([a-z0-9.]+)" checked', kept) == [
        ("note-qualite", "solide"),
        ("note-savoir", "4.5"),
        ("note-temps", "3.0"),
        ("note-risque", "1"),
        ("sans-modele", "na"),
        ("note-rural_b", "yes"),
        ("note-feu", "go"),
        ("confidence", "4"),
    ]


def test_what_is_wrong_is_told_beside_each_mark(wired: Wiring) -> None:
    around, address = under_review(wired)
    expert = around.browser(around.cast.experts[0])
    sent = {**form_of(), "note-modele": "12", "note-savoir": "9", "confidence": ""}
    refused = expert.submit(address, sent)
    assert refused.status_code == 422
    assert "pas les deux" in refused.text
    assert 'href="#note-savoir"' in refused.text
    del sent["note-savoir"]
    refused = expert.submit(address, {**sent, "note-modele": ""})
    assert 'href="#confidence"' in refused.text
    assert 'href="#note-savoir"' in refused.text


def test_what_was_handed_in_is_read_in_words(wired: Wiring) -> None:
    around, address = under_review(wired)
    expert = around.browser(around.cast.experts[0])
    assert expert.submit(address, form_of()).status_code == 303
    done = expert.get(address).text
    for words in ("Solide</b>", "Ne peut pas se prononcer</b>", "Oui</b>", "Equipe\u00a0: Savoir", "4 sur 5"):
        assert words in done, words
    assert "Rendre l’expertise" not in done


def test_the_ranking_shows_words_parts_and_the_formula_of_each_criterion(wired: Wiring) -> None:
    around, _ = under_review(wired)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        for expert, mark in zip(around.cast.experts[:2], ("solide", "correct"), strict=True):
            mine = factories.by(work, expert)
            reviews.save(mine, around.reference, filled(qualite=mark), "", confidence="3")
            reviews.submit(mine, around.reference)
        perform(factories.by(work, around.cast.officer), around.reference, Action.CLOSE_REVIEW.value)
    officer = around.browser(around.cast.officer)
    page = officer.get(f"/bureau/appels/{factories.TIERS_LIEUX}/classement?calcul=tous").text
    for words in (
        "Correct ; Solide",
        "3 × 40 ÷ 4 = 30,00",
        "(9 − 1) × 20 ÷ (9 − 1) = 20,00",
        "Equipe : Temps",
        "ne s’applique pas",
        "n’est pas compté",
        "« Correct »",
        "Sur une échelle inversée",
    ):
        assert words in page.replace("\u202f", " ").replace("\u00a0", " "), words
    case = officer.get(around.home).text
    assert "ne s’applique pas" in case
    assert "Risque" in case


def test_a_dossier_put_out_by_a_rule_is_told_so(wired: Wiring) -> None:
    around, _ = under_review(wired)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        for expert in around.cast.experts[:2]:
            mine = factories.by(work, expert)
            reviews.save(mine, around.reference, filled(feu="no_go"), "", confidence="3")
            reviews.submit(mine, around.reference)
        perform(factories.by(work, around.cast.officer), around.reference, Action.CLOSE_REVIEW.value)
    officer = around.browser(around.cast.officer)
    page = officer.get(f"/bureau/appels/{factories.TIERS_LIEUX}/classement").text
    assert "Hors classement" in page
    assert "Un avis NO GO" in page


def test_the_public_reads_the_rules_of_the_grid(wired: Wiring) -> None:
    around, _ = under_review(wired)
    page = around.browser(around.cast.stranger).get(f"/appels/{factories.TIERS_LIEUX}").text
    for words in (
        "Faible / Correct / Solide",
        "Seuil\u00a0: «\u00a0Correct\u00a0»",
        "1 est la meilleure note",
        "bonus, 5",
        "Un avis NO GO",
        "le projet est écarté",
        "l’appel départage par",
        "au moins 50",
    ):
        assert words in page.replace("\u202f", "\u00a0"), words


def test_an_officer_records_the_agreed_marks_once_the_experts_have_finished(wired: Wiring) -> None:
    around, address = under_review(wired, aggregation="consensus")
    officer, page = around.browser(around.cast.officer), f"{around.home}/consensus"
    assert f'href="{page}"' in officer.get(around.home).text
    assert "Attendez les expertises" in officer.get(page).text
    assert officer.submit(page, form_of()).status_code == 409
    for expert in around.cast.experts[:2]:
        assert around.browser(expert).submit(address, form_of()).status_code == 303
    lead = f'class="button" href="{page}">Enregistrer les notes de consensus</a>'
    case = officer.get(around.home).text
    assert "À vous : enregistrez les notes de consensus" in plain(case)
    assert lead in case
    assert lead not in around.browser(around.cast.auditor).get(around.home).text
    assert "Nora Blin" in officer.get(page).text
    wrong = officer.submit(page, form_of(qualite=""))
    assert wrong.status_code == 422
    assert 'href="#note-qualite"' in wrong.text
    assert officer.submit(page, form_of(qualite="correct")).headers["location"] == page
    case = officer.get(around.home).text
    assert "À vous : clôturez l’expertise" in plain(case)
    assert lead not in case
    manager = around.browser(around.cast.manager)
    unread = manager.submit(page, form_of(qualite="") | {"seen": "0"})
    assert unread.status_code == 422
    assert 'name="seen" value="0"' in unread.text
    crossed = manager.submit(page, form_of(qualite="solide") | {"seen": "0"})
    assert crossed.status_code == 409
    assert "Inès Caron a modifié les notes de consensus" in plain(crossed.text)
    assert "Correct</b>" in crossed.text
    assert re.search(r'value="solide" checked', crossed.text)
    assert 'name="seen" value="1"' in crossed.text
    kept = officer.get(page).text
    assert "par Inès Caron" in kept
    assert re.search(r'value="correct" checked', kept)
    assert around.browser(around.cast.experts[0]).get(page).status_code == 403
    auditor = around.browser(around.cast.auditor).get(page).text
    assert "Correct</b>" in auditor
    assert "Enregistrer les notes de consensus" not in auditor


def test_an_application_to_which_no_criterion_applies_stands_in_the_list_without_a_total(
    wired: Wiring,
) -> None:
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    never = criterion("rare", "10", when="requested > 90000000")
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        open_call(work, factories.call_folder().model_copy(update={"scoring": grid(never)}))
        application = factories.at_stage(work, Stage.ADMISSIBLE, store=wired.files)
        application.stage = Stage.REVIEWED
        session.add(application)
        around = Around(wired, application.reference, factories.cast(work))
    address = f"/bureau/appels/{factories.TIERS_LIEUX}/classement?vague=automne_2026"
    page = around.browser(around.cast.officer).get(f"{address}&calcul=tous").text
    assert around.reference in page
    assert '<td class="num rank" data-label="Rang">1</td>' in page
    assert "<b>aucune</b>" in page
    assert "Aucun critère de la grille ne s’applique à ce dossier." in page
    assert "Hors classement" not in page
