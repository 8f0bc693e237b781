"""Two people, or two windows, in one form: whoever comes second reads both texts and chooses; nothing typed is lost."""

import re

from app.domain.workflow import Outcome, Stage
from app.services.road import decisions
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import Around, at
from tests.web.pages.review.test_review_pages import accepted, whole_grid

MEETING = {
    "held_on": "02/11/2026",
    "place": "Bellac",
    "attendees": "Le collectif et la commune.",
    "minutes": "Le plan est revu poste par poste.",
    "plan_studied": "yes",
}


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def seen(page: str) -> str:
    found = re.search(r'name="(?:seen|version)" value="(\d+)"', page)
    assert found is not None
    return found[1]


def decided(around: Around, reasons: str) -> None:
    """The manager records a refusal, as from another window."""
    with around.wired.database.write() as session:
        work = factories.work(session, around.cast.manager, around.wired.clock())
        decisions.record(work, around.reference, Outcome.REJECT, reasons=reasons)


def test_who_decides_second_reads_both_decisions_and_keeps_one(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    sent = {
        "outcome": "reject",
        "reasons": "Le mien, deuxième : article 4 du règlement.",
        "seen": seen(manager.get(address).text),
    }
    decided(around, "L’autre, premier : article 4 du règlement.")
    crossed = manager.submit(address, sent)
    assert crossed.status_code == 409
    assert "L’autre, premier : article 4 du règlement." in crossed.text
    assert "Le mien, deuxième : article 4 du règlement." in crossed.text
    assert "il y a deux décisions" in plain(crossed.text)
    assert "L’autre, premier : article 4 du règlement." in manager.get(address).text
    chosen = manager.submit(address, {**sent, "seen": seen(crossed.text)})
    assert chosen.status_code == 303
    assert "Le mien, deuxième : article 4 du règlement." in manager.get(address).text


def test_a_decision_corrected_once_refused_covers_nothing_that_was_recorded_meanwhile(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    read = seen(manager.get(address).text)
    decided(around, "L’autre, premier : article 4 du règlement.")
    wrong = manager.submit(address, {"outcome": "reject", "reasons": "", "seen": read})
    assert wrong.status_code == 422
    sent = {
        "outcome": "reject",
        "reasons": "Le mien, deuxième : article 4 du règlement.",
        "seen": seen(wrong.text),
    }
    assert manager.submit(address, sent).status_code == 409
    assert "L’autre, premier : article 4 du règlement." in manager.get(address).text


def test_a_decision_sent_twice_is_kept_once(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    sent = {"outcome": "reject", "reasons": "Trop loin de l’appel : article 4.", "seen": "0"}
    assert [manager.submit(address, sent).status_code for _ in range(2)] == [303, 303]
    assert seen(manager.get(address).text) == "1"


def test_a_decision_written_while_another_was_released_is_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.AWARDED)
    refused = around.browser(around.cast.manager).submit(
        f"{around.home}/decision",
        {"outcome": "reject", "reasons": "Finalement trop loin de l’appel : article 4.", "seen": "0"},
    )
    assert refused.status_code == 409
    assert "Finalement trop loin de l’appel : article 4." in refused.text


def test_an_expert_with_two_windows_reads_both_texts_and_keeps_one(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    version = seen(expert.get(address).text)
    first = {"motif-accueil": "Vu sur place.", "comment": "Beau projet.", "version": version, "garder": "1"}
    second = {"motif-accueil": "Lu seulement.", "comment": "À revoir.", "version": version, "garder": "1"}
    assert [expert.submit(address, first).status_code for _ in range(2)] == [303, 303]
    crossed = expert.submit(address, second)
    assert crossed.status_code == 409
    for words in ("Vu sur place.", "Lu seulement.", "Beau projet.", "À revoir.", "dans une autre fenêtre"):
        assert words in plain(crossed.text), words
    assert expert.submit(address, {**second, "version": seen(crossed.text)}).status_code == 303
    assert "Lu seulement." in expert.get(address).text


def test_what_is_written_after_the_review_was_handed_in_is_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    assert [expert.submit(address, whole_grid()).status_code for _ in range(2)] == [303, 303]
    late = expert.submit(address, {**whole_grid(), "comment": "J’oubliais la toiture."})
    assert late.status_code == 409
    assert "J’oubliais la toiture." in late.text
    assert "est rendue" in plain(late.text)


def test_what_an_officer_wrote_comes_back_when_somebody_acted_and_the_act_still_can(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/actions/withdraw"
    owner = around.browser(around.cast.owner)
    sent = {"reason": "Nous déménageons.", "version": seen(owner.get(address).text)}
    invite = f"{around.home}/actions/invite"
    assert officer.submit(invite, {"version": seen(officer.get(invite).text)}).status_code == 303
    crossed = owner.submit(address, sent)
    assert crossed.status_code == 409
    assert "Nous déménageons." in crossed.text
    assert "Rien n’est perdu, rien n’est fait" in plain(crossed.text)
    assert owner.submit(address, {**sent, "version": seen(crossed.text)}).status_code == 303


def test_what_an_officer_wrote_is_given_back_when_the_act_can_no_longer_be_done(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_SUBMITTED)
    officer, manager = around.browser(around.cast.officer), around.browser(around.cast.manager)
    decline, invite = f"{around.home}/actions/decline", f"{around.home}/actions/invite"
    sent = {"reason": "Le lieu existe déjà dans la commune.", "version": seen(manager.get(decline).text)}
    assert officer.submit(invite, {"version": seen(officer.get(invite).text)}).status_code == 303
    refused = manager.submit(decline, sent)
    assert refused.status_code == 409
    assert "Le lieu existe déjà dans la commune." in refused.text
    assert around.cast.officer.name in refused.text


def test_other_minutes_of_a_meeting_that_was_recorded_are_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.CONVENTION_SIGNED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/actions/hold_kickoff"
    version = seen(officer.get(address).text)
    sent = {**MEETING, "version": version}
    assert [officer.submit(address, sent).status_code for _ in range(2)] == [303, 303]
    other = officer.submit(address, {**sent, "minutes": "La toiture est à refaire d’abord."})
    assert other.status_code == 409
    assert "La toiture est à refaire d’abord." in other.text


def test_a_second_question_to_a_service_is_not_lost_in_silence(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    officer, address = around.browser(around.cast.officer), f"{around.home}/avis"
    asked = {"person_id": str(around.cast.consulted.person_id), "question": "Le plan tient-il ?"}
    assert [officer.submit(address, asked).status_code for _ in range(2)] == [303, 303]
    again = officer.submit(address, {**asked, "question": "Et la toiture ?"})
    assert again.status_code == 409
    assert "Et la toiture ?" in again.text


def test_an_opinion_given_twice_differently_is_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    officer, service = around.browser(around.cast.officer), around.browser(around.cast.consulted)
    address = f"{around.home}/avis"
    officer.submit(address, {"person_id": str(around.cast.consulted.person_id)})
    assert service.submit(address, {"favourable": "yes", "text": "Bon projet."}).status_code == 303
    again = service.submit(address, {"favourable": "no", "text": "Le toit fuit."})
    assert again.status_code == 409
    assert "Le toit fuit." in again.text


def test_other_words_about_an_instalment_already_asked_for_are_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    owner, address = around.browser(around.cast.owner), f"{around.home}/versements/advance/demander"
    assert [owner.submit(address, {"note": "Voici nos pièces."}).status_code for _ in range(2)] == [303, 303]
    again = owner.submit(address, {"note": "Voici le bon relevé."})
    assert again.status_code == 409
    assert "Voici le bon relevé." in again.text


def test_a_second_payment_order_is_never_told_that_it_is_recorded(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    finance, address = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    paid = {"amount": "10 000", "paid_on": "02/11/2026", "order_number": "M-42"}
    assert [finance.submit(address, paid).status_code for _ in range(2)] == [303, 303]
    for other in (
        {**paid, "order_number": "M-43"},
        {**paid, "amount": "9 000"},
        {"annuler": "1", "note": "Trop loin de l’appel : article 4."},
    ):
        crossed = finance.submit(address, other)
        assert crossed.status_code == 409
        assert "M-42" in crossed.text
        assert "10 000,00 €" in plain(crossed.text)
        assert other.get("order_number", "Trop loin de l’appel : article 4.") in crossed.text


def test_an_instalment_that_was_given_up_is_never_told_as_paid(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    finance, address = around.browser(around.cast.finance), f"/versements/{around.reference}/advance"
    given_up = {"annuler": "1", "note": "Le projet a changé."}
    assert [finance.submit(address, given_up).status_code for _ in range(2)] == [303, 303]
    assert "ce versement est annulé" in plain(finance.get("/versements").text)
    crossed = finance.submit(address, {**given_up, "note": "Une autre raison."})
    assert crossed.status_code == 409
    for text in ("a été annulé avant votre envoi", "Le projet a changé.", "Une autre raison."):
        assert text in plain(crossed.text), text


def test_words_that_are_refused_for_any_other_reason_are_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    officer = around.browser(around.cast.officer)
    assert officer.submit(f"{around.home}/experts", {"retirer": str(around.cast.experts[0].person_id)})
    gone = expert.submit(address, {"comment": "Deux heures de travail.", "garder": "1"})
    assert gone.status_code == 404
    assert "Deux heures de travail." in gone.text
    elsewhere = expert.post(
        address,
        data={"comment": "Un faux texte.", "csrf": expert.token("/mon-compte")},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert "Un faux texte." not in elsewhere.text


def test_a_password_is_never_written_in_a_refusal(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    refused = around.browser(around.cast.owner).submit(
        "/personnes", {"password": "mon long secret", "name": "Léa M."}
    )
    assert refused.status_code == 403
    assert "mon long secret" not in refused.text
    assert "Léa M." in refused.text


def lines_of(page: str) -> dict[str, str]:
    """The prints of the lines of a checklist, as its form sends them."""
    return dict(re.findall(r'name="(lu-[\w-]+)" value="(\w+)"', page))


def test_two_officers_in_one_checklist_cover_nothing_and_choose_where_both_judged(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, manager = around.browser(around.cast.officer), around.browser(around.cast.manager)
    address = f"{around.home}/recevabilite"
    read = lines_of(manager.get(address).text)
    first, second, *_ = (name.removeprefix("lu-") for name in read)
    theirs = {f"verdict-{first}": "fails", f"note-{first}": "Le bail a expiré."}
    assert officer.submit(address, {**lines_of(officer.get(address).text), **theirs}).status_code == 303
    beside = {**read, f"verdict-{second}": "fails", f"note-{second}": "Hors du territoire."}
    assert manager.submit(address, beside).status_code == 303
    page = manager.get(address).text
    assert "Le bail a expiré." in page
    assert "Hors du territoire." in page
    crossed = manager.submit(
        address, {**read, f"verdict-{first}": "holds", f"note-{first}": "Le bail court."}
    )
    assert crossed.status_code == 409
    for words in ("Le bail a expiré.", "Le bail court.", "Hors du territoire.", "Inès Caron a modifié"):
        assert words in plain(crossed.text), words
    again = {**lines_of(crossed.text), f"verdict-{first}": "holds", f"note-{first}": "Le bail court."}
    assert manager.submit(address, again).status_code == 303
    assert "Le bail court." in manager.get(address).text


def test_one_line_kept_alone_loses_nothing_of_the_others(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    read = lines_of(officer.get(address).text)
    first, second, *_ = (name.removeprefix("lu-") for name in read)
    sent = {**read, f"verdict-{first}": "holds", f"note-{second}": "À vérifier.", "ligne": first}
    kept = officer.submit(address, sent)
    assert kept.status_code == 200
    assert "À vérifier." in kept.text
    assert "encore à enregistrer" in plain(kept.text)
    assert lines_of(kept.text)[f"lu-{second}"] == read[f"lu-{second}"]


def test_a_note_typed_beside_no_verdict_is_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    read = lines_of(officer.get(address).text)
    first, second, *_ = (name.removeprefix("lu-") for name in read)
    sent = {**read, f"verdict-{first}": "holds", f"note-{second}": "À vérifier."}
    refused = officer.submit(address, sent)
    assert refused.status_code == 422
    assert "À vérifier." in refused.text
    assert "une note ne se garde pas seule" in plain(refused.text)
    assert officer.submit(address, {**sent, f"verdict-{second}": "fails"}).status_code == 303
    assert "À vérifier." in officer.get(address).text


def hidden_of(page: str) -> dict[str, str]:
    """The prints of the fields of the follow-up, as its form sends them."""
    return dict(re.findall(r'name="(lu-[\w.-]+)" value="(\w+)"', page))


def test_two_of_a_team_report_beside_each_other_and_choose_where_both_wrote(wired: Wiring) -> None:
    around = at(wired, Stage.STARTED)
    owner, editor = around.browser(around.cast.owner), around.browser(around.cast.editor)
    home, address = f"{around.home}/suivi", f"{around.home}/suivi/indicateurs"
    read = {**hidden_of(owner.get(home).text), "kind": "midterm"}
    words, *_ = (key for key in read if key not in ("kind", "lu-usagers") and "perspectives" in key)
    field = words.removeprefix("lu-")
    one = {**read, "usagers": "1 060", field: "Le lieu vit bien."}
    assert editor.submit(address, one).status_code == 303
    beside = {**read, "usagers": "", field: ""}
    assert owner.submit(address, beside).status_code == 303
    assert "Le lieu vit bien." in owner.get(home).text
    crossed = owner.submit(address, {**read, "usagers": "1060", field: "Il cherche un modèle."})
    assert crossed.status_code == 409
    for text in ("Le lieu vit bien.", "Il cherche un modèle.", f"{around.cast.editor.name} a modifié"):
        assert text in plain(crossed.text), text
    again = {**hidden_of(crossed.text), "kind": "midterm", field: "Il cherche un modèle."}
    assert owner.submit(address, again).status_code == 303
    assert "Il cherche un modèle." in owner.get(home).text
    assert "1 060" in plain(owner.get(home).text)


def test_the_targets_of_an_officer_and_of_a_team_are_told_apart_without_the_name_of_the_officer(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.AWARDED)
    owner, officer = around.browser(around.cast.owner), around.browser(around.cast.officer)
    home, address = f"{around.home}/suivi", f"{around.home}/suivi/cibles"
    read = hidden_of(owner.get(home).text)
    assert officer.submit(address, {**read, "usagers.baseline": "12,5"}).status_code == 303
    assert owner.submit(address, {**read, "usagers.target": "60"}).status_code == 303
    crossed = owner.submit(address, {**read, "usagers.baseline": "13"})
    assert crossed.status_code == 409
    assert "Une autre personne a modifié cet indicateur" in plain(crossed.text)
    assert around.cast.officer.name not in crossed.text
    assert '<p class="said">12,5</p>' in crossed.text
    assert 'value="13"' in crossed.text


def test_two_who_correct_the_organisation_cover_nothing_of_each_other(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    owner, editor = around.browser(around.cast.owner), around.browser(around.cast.editor)
    address = f"{around.home}/structure"
    fields = dict(re.findall(r'name="([\w-]+)" type="text" value="([^"]*)"', owner.get(address).text))
    read = {**fields, **hidden_of(owner.get(address).text), "legal_form": "association"}
    assert editor.submit(address, {**read, "city": "Limoges"}).status_code == 303
    assert owner.submit(address, {**read, "representative_title": "trésorière"}).status_code == 303
    both = owner.get(address).text
    assert 'value="Limoges"' in both
    assert 'value="trésorière"' in both
    crossed = owner.submit(address, {**read, "city": "Guéret"})
    assert crossed.status_code == 409
    for text in ("<dd>Limoges</dd>", 'value="Guéret"', 'value="trésorière"'):
        assert text in crossed.text, text
    assert f"{around.cast.editor.name} a modifié cette réponse de la fiche" in plain(crossed.text)
    again = {**read, **hidden_of(crossed.text), "city": "Guéret", "representative_title": "trésorière"}
    assert owner.submit(address, again).status_code == 303
    assert 'value="Guéret"' in owner.get(address).text
