"""A completion in pages: what the officer ticks is open, the rest is read, and what changed is shown."""

import re

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import Around, at

ASK = {"text": "La surface est à corriger.", "questions": ["surface"], "pieces": ["bail"]}

DECLARED = ["engagement_republicain", "exactitude", "minimis", "premiere_aide"]


def asked(wired: Wiring) -> Around:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    assert officer.submit(f"{around.home}/actions/request_completion", ASK).status_code == 303
    return around


def test_the_officer_ticks_what_may_change_and_a_request_that_names_nothing_is_refused(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/actions/request_completion"
    page = officer.get(address).text
    for name, key in (("sections", "projet"), ("questions", "surface"), ("pieces", "bail")):
        assert f'name="{name}" value="{key}"' in page
    assert 'name="budget"' in page
    refused = officer.submit(address, {"text": "Tout est à revoir."})
    assert refused.status_code == 422
    assert "tout ce que vous ne cochez pas demeure tel que déposé" in refused.text


def test_the_applicant_writes_in_what_is_asked_and_reads_the_rest(wired: Wiring) -> None:
    around = asked(wired)
    owner, home = around.browser(around.cast.owner), f"{around.home}/dossier"
    assert "Tout le reste demeure tel que vous l’avez déposé." in owner.get(around.home).text
    assert owner.get(home).text.count("non demandé</span>") == 3
    assert owner.get(home).text.count(">demandé</span>") == 2
    section = owner.get(f"{home}/modele").text
    assert 'name="surface"' in section
    assert 'name="partenaires"' not in section
    for address in (f"{home}/projet", f"{home}/budget"):
        assert f'action="{address}"' not in owner.get(address).text
    papers = owner.get(f"{home}/pieces").text
    assert 'id="file-bail"' in papers
    assert 'id="file-statuts"' not in papers
    wrong = owner.submit(f"{home}/projet", {"asked": "title", "title": "Un tout autre projet"})
    assert wrong.status_code == 409
    assert "seul ce qui est demandé peut changer" in wrong.text


def test_the_officer_reads_what_the_completion_changed(wired: Wiring) -> None:
    around = asked(wired)
    owner, officer = around.browser(around.cast.owner), around.browser(around.cast.officer)
    owner.submit(f"{around.home}/dossier/modele", {"asked": "surface", "surface": "260"})
    assert "Ce qui a changé" not in officer.get(around.home).text
    check = owner.get(f"{around.home}/dossier/verifier").text
    assert "Vous avez déjà déclaré" in check
    assert 'type="checkbox"' not in check
    declared = re.findall(r'name="declarations" value="(\w+)"', check)
    assert declared == ["engagement_republicain", "exactitude", "minimis", "premiere_aide"]
    sent = owner.submit(f"{around.home}/dossier/verifier", {"declarations": declared})
    assert sent.status_code == 303
    page = officer.get(around.home).text
    changed = page[page.index("Ce qui a changé depuis la version 1") :]
    assert "260" in changed[: changed.index("</details>")]


def test_an_empty_completion_is_refused_with_what_was_asked_and_an_answer_in_words_is_enough(
    wired: Wiring,
) -> None:
    around = asked(wired)
    owner, officer, home = around.browser(around.cast.owner), around.browser(around.cast.officer), around.home
    told = owner.get(f"{home}/dossier/verifier").text
    assert "Votre complément ne répond encore à rien" in told
    assert "Tout est rempli" not in told
    refused = owner.submit(f"{home}/dossier/verifier", {"declarations": DECLARED})
    assert refused.status_code == 422
    assert "Rien n’a changé dans votre dossier depuis la demande" in refused.text
    assert "Bail" in refused.text
    page = owner.get(f"{home}/complements").text
    assert 'name="reply"' in page
    kept = owner.submit(
        f"{home}/complements", {"reply": "Le bail sera signé <le> 3 décembre.", "version": version(page)}
    )
    assert kept.status_code == 303
    assert "Le bail sera signé" not in officer.get(f"{home}/complements").text
    check = owner.get(f"{home}/dossier/verifier").text
    assert "Le bail sera signé" in check
    assert "Tout est rempli" in check
    assert owner.submit(f"{home}/dossier/verifier", {"declarations": DECLARED}).status_code == 303
    for address in (home, f"{home}/complements"):
        assert "Le bail sera signé &lt;le&gt; 3 décembre." in officer.get(address).text
    assert 'name="reply"' not in owner.get(f"{home}/complements").text


def test_an_answer_too_long_or_crossed_comes_back_as_it_was_typed(wired: Wiring) -> None:
    around = asked(wired)
    owner, home = around.browser(around.cast.owner), around.home
    first = version(owner.get(f"{home}/complements").text)
    long = owner.submit(f"{home}/complements", {"reply": "x" * 20_001, "version": first})
    assert long.status_code == 422
    assert "x" * 20_001 in long.text
    owner.submit(f"{home}/complements", {"reply": "Un.", "version": first})
    crossed = around.browser(around.cast.editor).submit(
        f"{home}/complements", {"reply": "Deux.", "version": first}
    )
    assert crossed.status_code == 409
    assert ">Un.<" in crossed.text
    assert "Deux.</textarea>" in crossed.text


def test_the_officer_extends_corrects_and_withdraws_and_each_request_stays_readable(wired: Wiring) -> None:
    around = asked(wired)
    owner, officer, home = around.browser(around.cast.owner), around.browser(around.cast.officer), around.home
    page = officer.get(f"{home}/complements").text
    for action in ("extend_completion", "correct_completion", "withdraw_completion"):
        assert f"{home}/actions/{action}" in page
        assert f"{home}/actions/{action}" not in owner.get(home).text
    form = officer.get(f"{home}/actions/correct_completion").text
    assert "La surface est à corriger.</textarea>" in form
    assert re.search(r'name="questions" value="surface" checked', form)
    assert officer.submit(f"{home}/actions/extend_completion", {"due_on": "12/12/2026"}).status_code == 303
    owner.submit(f"{home}/dossier/modele", {"asked": "surface", "surface": "260"})
    corrected = {"text": "Le bail seul.", "pieces": ["bail"], "reason": "La surface est bonne."}
    assert officer.submit(f"{home}/actions/correct_completion", corrected).status_code == 303
    read = owner.get(f"{home}/complements").text
    assert read.index("Le bail seul.") < read.index("La surface est à corriger.")
    assert "Pourquoi elle a changé" in read
    assert "Gardé, mais non envoyé" in read
    assert '<td class="said">260' in read
    assert '<td class="said">260' not in officer.get(f"{home}/complements").text
    sent = officer.submit(f"{home}/actions/withdraw_completion", {"reason": "Le bail y était."})
    assert sent.status_code == 303
    assert "Pourquoi elle est retirée" in owner.get(f"{home}/complements").text
    assert "Les demandes de complément" in owner.get(home).text


def test_who_reads_neither_the_draft_nor_the_checklist_does_not_read_the_requests(wired: Wiring) -> None:
    around = at(wired, Stage.AWARDED)
    assert around.browser(around.cast.finance).get(f"{around.home}/complements").status_code == 403
    assert (
        "Rien n’a été demandé" in around.browser(around.cast.officer).get(f"{around.home}/complements").text
    )


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]
