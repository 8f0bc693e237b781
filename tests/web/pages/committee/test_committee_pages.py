"""The committee and the authority: the ranked list, a sitting item by item, decisions released together."""

import re

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.factories import BRESCIA, TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import Around, SignedIn, at
from tests.web.statements import queries_of

CALL = f"/bureau/appels/{TIERS_LIEUX}"
WAVE = "automne_2026"
SHA256 = re.compile(r'name="decisions_sha256" value="([0-9a-f]{64})"')
LINK = re.compile(r'href="([^"]+)"')


def test_the_ranking_shows_its_line_and_its_calculation_to_who_may_read_it(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    address = f"{CALL}/classement?vague={WAVE}"
    for actor in (around.cast.officer, around.cast.members[0], around.cast.president, around.cast.auditor):
        page = around.browser(actor).get(address)
        assert page.status_code == 200
        assert "Fin de l’enveloppe" in page.text
        assert " × " not in page.text
        assert f"?vague={WAVE}&amp;calcul={around.reference}" in page.text
        alone = around.browser(actor).get(f"{address}&calcul={around.reference}").text
        assert " × " in alone
        assert "Fin de l’enveloppe" not in alone
        assert "arrondi au plus près à 2 décimales" in alone.replace("\u00a0", " ")
        assert "Servie" in alone
        every = around.browser(actor).get(f"{address}&calcul=tous").text
        assert " × " in every
        assert "Fin de l’enveloppe" in every
        assert " × " not in around.browser(actor).get(f"{address}&calcul=TLX-000000").text
    for actor in (around.cast.owner, around.cast.experts[0], around.cast.finance):
        assert around.browser(actor).get(address).status_code == 403
    assert around.browser(around.cast.officer).get(f"{CALL}/classement?vague=autre").status_code == 404


def test_the_dashboard_counts_a_wave_and_leads_to_its_pages(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    page = around.browser(around.cast.officer).get(f"{CALL}?vague={WAVE}").text
    assert "Expertise close" in page
    assert f"{CALL}/classement?vague={WAVE}" in page
    assert around.browser(around.cast.owner).get(CALL).status_code == 403
    assert around.browser(around.cast.officer).get("/bureau/appels/inconnu").status_code == 404


def test_a_ranking_does_not_tell_what_an_interest_hides_by_a_gap(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED, title="La Halle", mark="4")
    other = at(wired, Stage.SHORTLISTED, title="Seconde", mark="3")
    member, address = around.browser(around.cast.members[0]), f"/bureau/appels/{TIERS_LIEUX}/classement"
    before = member.get(address).text
    assert "Cumul sur l’enveloppe" in before
    assert "masqué" not in before
    assert member.submit(f"{around.home}/interet", {"nature": "family"}).status_code == 303
    page = member.get(address).text
    assert "1\u00a0dossier vous est masqué en raison d’un intérêt" in page
    assert '<td class="num rank" data-label="Rang">1</td>' in page
    for told in ("La Halle", "Cumul sur l’enveloppe", "Fin de l’enveloppe"):
        assert told not in page
    assert other.reference in page


def test_the_ranking_asks_as_much_for_one_application_as_for_three(wired: Wiring) -> None:
    around, address = at(wired, Stage.REVIEWED), f"{CALL}/classement?vague={WAVE}"
    one = queries_of(wired, around, address)
    at(wired, Stage.SHORTLISTED, title="Le Moulin", mark="3")
    at(wired, Stage.AWARDED, title="La Gare")
    assert queries_of(wired, around, address) == one


def test_a_call_without_ranking_has_no_page_for_it(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE, BRESCIA)
    officer, home = around.browser(around.cast.officer), f"/bureau/appels/{BRESCIA}"
    assert officer.get(home).status_code == 200
    for tail in ("classement", "seances", "decisions"):
        assert officer.get(f"{home}/{tail}").status_code == 404


def hold(around: Around, **more: str) -> dict[str, str]:
    members = {f"place-{one.person_id}": "present" for one in around.cast.members}
    return {
        "vague": WAVE,
        "preside": str(around.cast.members[0].person_id),
        "jour": "02/11/2026",
        "heure": "9 h 30",
        "lieu": "Hôtel de Région",
        **members,
        **more,
    }


def test_a_sitting_opens_with_who_is_there_and_takes_its_items_one_by_one(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    opened = officer.submit(
        f"{CALL}/seances",
        hold(around, **{f"place-{around.cast.president.person_id}": str(around.cast.members[0].person_id)}),
    )
    assert opened.status_code == 303
    here = opened.headers["location"]
    agenda = officer.get(here).text
    assert around.reference in agenda
    assert f"pouvoir à {around.cast.members[0].name}" in agenda
    president = around.browser(around.cast.president)
    point = president.get(f"{here}?point=1").text
    assert "Quorum de ce point" in point
    assert "3 sur 4" in point
    assert f"{around.home}/actions/recommend" in point
    assert "/actions/" not in around.browser(around.cast.members[0]).get(f"{here}?point=1").text
    assert officer.get(f"{here}/releve.pdf").status_code == 404
    advised = president.submit(f"{around.home}/actions/recommend", {"votes_for": "3"})
    assert advised.status_code == 303
    assert "Avis favorable" in officer.get(f"{here}?point=1").text
    assert officer.get(f"{here}/releve.pdf").content == b"%PDF-1.7 MinutesDocument"
    assert around.browser(around.cast.owner).get(here).status_code == 403


def test_a_sitting_that_cannot_be_read_is_told_and_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    refused = officer.submit(f"{CALL}/seances", {**hold(around), "heure": "tantôt", "jour": ""})
    assert refused.status_code == 422
    assert 'href="#heure"' in refused.text
    assert 'href="#jour"' in refused.text
    assert "Hôtel de Région" in refused.text
    assert officer.submit(f"{CALL}/seances", {**hold(around), "lieu": ""}).status_code == 422
    for odd in ({"jour": "01/01/0001"}, {"heure": "9" * 5000}, {"place-1": "9" * 5000}):
        assert officer.submit(f"{CALL}/seances", {**hold(around), **odd}).status_code in (303, 422)
    assert around.browser(around.cast.members[0]).submit(f"{CALL}/seances", hold(around)).status_code == 403


def test_a_member_with_an_interest_leaves_the_item_and_its_quorum(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer, member = around.browser(around.cast.officer), around.browser(around.cast.members[0])
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    assert member.submit(f"{around.home}/interet", {"nature": "mandate"}).headers["location"] == "/comite"
    assert f"{around.reference} est déclaré" in member.get(here).text
    assert around.reference not in member.get(here).text
    assert "1 dossier de la vague vous est masqué" in plain(member.get(here).text)
    for calculation in ("", "&calcul=tous", f"&calcul={around.reference}"):
        assert f">{around.reference}" not in member.get(f"{CALL}/classement?vague={WAVE}{calculation}").text
        assert " × " not in member.get(f"{CALL}/classement?vague={WAVE}{calculation}").text
    point = officer.get(f"{here}?point=1").text
    assert f"{around.cast.members[0].name} sort pour ce point" in point
    assert "2 sur 3" in point


def test_a_decision_is_recorded_then_released_to_all(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    assert manager.get(address).status_code == 200
    wrong = manager.submit(address, {"outcome": "award", "amount": "beaucoup", "deliberated_on": "hier"})
    assert wrong.status_code == 422
    assert "beaucoup" in wrong.text
    kept = {"outcome": "award", "amount": "30 000", "deliberation": "2026.12", "deliberated_on": "02/11/2026"}
    assert manager.submit(address, kept).status_code == 303
    assert "provisoire" in manager.get(f"{CALL}/decisions?vague={WAVE}").text
    assert "Publier la décision" in manager.get(f"{CALL}/decisions?vague={WAVE}").text
    assert "30\u202f000,00\u00a0€" in manager.get(f"{CALL}/decisions/publier?vague={WAVE}").text
    released = manager.publish(f"{CALL}/decisions", WAVE)
    assert released.status_code == 303
    assert "Retenue" in manager.get(around.home).text
    assert manager.submit(f"{CALL}/decisions/publier", {"vague": WAVE}).status_code == 409


def test_what_changed_since_it_was_read_is_shown_again_and_not_published(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    publish = f"{CALL}/decisions/publier"
    kept = {"outcome": "award", "deliberation": "2026.12", "deliberated_on": "02/11/2026"}
    manager.submit(address, {**kept, "amount": "29 999,99"})
    read = SHA256.findall(manager.get(f"{publish}?vague={WAVE}").text)
    manager.submit(address, {**kept, "amount": "30 000", "seen": "1"})
    for sent in ({"decisions_sha256": read[0]}, {}):
        crossed = manager.submit(publish, {"vague": WAVE, **sent})
        assert crossed.status_code == 409
        assert "Les décisions à publier ont changé depuis que vous les avez lues." in plain(crossed.text)
        assert "30\u202f000,00\u00a0€" in crossed.text
    assert "Votre projet est retenu" not in around.browser(around.cast.owner).get(around.home).text
    present = SHA256.findall(crossed.text)[0]
    assert manager.submit(publish, {"vague": WAVE, "decisions_sha256": present}).status_code == 303
    assert "Retenue" in manager.get(around.home).text


def test_a_decision_taken_from_the_list_leads_back_to_it_and_nowhere_else(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager, address = around.browser(around.cast.manager), f"{around.home}/decision"
    here = f"{CALL}/decisions?vague={WAVE}"
    asked = next(one for one in LINK.findall(manager.get(here).text) if one.startswith(address))
    assert f'name="retour" value="{here}"' in manager.get(asked).text
    kept = {"outcome": "award", "amount": "30 000"}
    assert manager.submit(address, {**kept, "retour": here}).headers["location"] == here
    elsewhere = manager.submit(address, {**kept, "retour": "https://ailleurs.example"})
    assert elsewhere.headers["location"] == around.home


def test_the_decision_is_for_the_manager_alone(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    officer = around.browser(around.cast.officer)
    assert officer.get(f"{around.home}/decision").status_code == 403
    assert officer.get(f"{CALL}/decisions?vague={WAVE}").status_code == 200
    assert officer.get(f"{CALL}/decisions/publier?vague={WAVE}").status_code == 403
    assert around.browser(around.cast.members[0]).get(f"{CALL}/decisions").status_code == 403


def test_members_find_their_committee(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    assert f"{CALL}/seances" in around.browser(around.cast.members[0]).get("/comite").text
    assert "Vous ne siégez" in around.browser(around.cast.owner).get("/comite").text


def test_a_manager_seats_the_committee_and_brings_experts(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    manager, officer = around.browser(around.cast.manager), around.browser(around.cast.officer)
    members, pool = f"{CALL}/comite", f"{CALL}/personnes"
    assert members in manager.get(CALL).text
    assert members in manager.get(f"{CALL}/seances").text
    new = {"email": "lea@region.example", "name": "Léa Martin", "college": college()}
    refused = manager.submit(members, {**new, "email": "lea", "college": ""})
    assert refused.status_code == 422
    assert "Léa Martin" in refused.text
    assert manager.submit(members, {**new, "presides": "yes"}).status_code == 303
    assert "Léa Martin" in around.browser(around.cast.members[0]).get(members).text
    assert "lea@region.example" not in around.browser(around.cast.members[0]).get(members).text
    assert "Donner un siège" not in officer.get(members).text
    assert officer.submit(members, new).status_code == 403
    assert around.browser(around.cast.owner).get(members).status_code == 403
    officer.submit(f"{CALL}/seances", hold(around))
    kept = manager.submit(members, {"retirer": str(around.cast.members[0].person_id)})
    assert kept.status_code == 303
    assert "n’est pas close" in manager.get(members).text
    assert manager.submit(pool, {"role": "expert", "email": "max@labo.example", "name": "Max Faure"})
    assert "Max Faure" in officer.get(pool).text
    refused = manager.submit(pool, {"role": "", "email": "", "name": ""})
    assert refused.status_code == 422
    assert "3 réponses sont à corriger" in refused.text
    assert officer.submit(pool, {"role": "expert"}).status_code == 403
    assert around.browser(around.cast.members[0]).get(pool).status_code == 403


def college() -> str:
    file = factories.call_folder().committee
    assert file is not None
    return file.colleges[0].key


def test_the_opinion_comes_back_to_the_sitting_which_then_closes(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    assert f"/actions/recommend?seance=1&amp;retour={here}" in officer.get(f"{here}?point=1").text
    ask = f"{around.home}/actions/recommend"
    assert f'name="retour" value="{here}"' in officer.get(f"{ask}?retour={here}").text
    for elsewhere in ("https://ailleurs.example", f"{CALL}/../../..", "/bureau/appels/autre/seances/1"):
        assert 'name="retour"' not in officer.get(f"{ask}?retour={elsewhere}").text
    assert officer.submit(ask, {"votes_for": "3", "retour": here}).headers["location"] == here
    assert around.browser(around.cast.members[0]).submit(f"{here}/cloture").status_code == 403
    assert officer.submit(f"{here}/cloture").status_code == 303
    assert "close le" in officer.get(here).text
    assert "Clore la séance" not in officer.get(here).text
    assert officer.submit(f"{here}/cloture").status_code == 303


def test_a_closed_sitting_has_nothing_left_to_take_up(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    assert around.reference in officer.get(here).text
    officer.submit(f"{here}/cloture")
    assert around.reference not in officer.get(here).text


def test_the_items_are_numbered_without_a_hole_for_who_leaves_and_links_lead_to_the_same(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.SHORTLISTED, mark="4")
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        second, third = (
            factories.at_stage(work, Stage.SHORTLISTED, title=title, mark=mark, store=wired.files).reference
            for title, mark in (("Le Moulin", "3"), ("La Gare", "2"))
        )
    officer, member = around.browser(around.cast.officer), around.browser(around.cast.members[0])
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]

    def numbers(reader: SignedIn) -> list[str]:
        return re.findall(r'data-label="Point">(\d+)<', reader.get(here).text)

    assert numbers(officer) == numbers(member) == ["1", "2", "3"]
    assert "Point 2 sur 3" in plain(member.get(f"{here}?point={second}").text)
    assert member.submit(f"/candidatures/{second}/interet", {"nature": "mandate"}).status_code == 303
    page = member.get(here).text
    assert numbers(member) == ["1", "2"]
    assert "1 dossier de la vague vous est masqué" in plain(page)
    assert "masqué" not in officer.get(here).text
    point = member.get(f"{here}?point={third}").text
    assert "Point 2 sur 2" in plain(point)
    assert f'href="{here}?point={around.reference}" rel="prev"' in point
    assert "Point 3 sur 3" in plain(officer.get(f"{here}?point={third}").text)
    assert f'href="{here}?point={second}" rel="prev"' in officer.get(f"{here}?point={third}").text
    assert "Ordre du jour</h2>" in member.get(f"{here}?point={second}").text
    assert second not in member.get(f"{here}?point={second}").text


def test_the_pages_of_a_call_open_on_the_last_wave_in_which_something_was_filed(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    officer = around.browser(around.cast.officer)
    for address in (CALL, f"{CALL}/classement", f"{CALL}/decisions"):
        assert f'vague={WAVE}" aria-current="page"' in officer.get(address).text
    assert around.reference in officer.get(f"{CALL}/classement").text


def test_a_manager_with_an_interest_leaves_the_release_to_another(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    manager = around.browser(around.cast.manager)
    manager.submit(f"{around.home}/interet", {"nature": "mandate"})
    refused = manager.submit(f"{CALL}/decisions/publier", {"vague": WAVE})
    assert refused.status_code == 403
    assert "un autre responsable de l’appel fait cet acte" in refused.text
    assert around.reference not in refused.text


def test_the_pages_after_the_award_are_offered_once_there_is_something_on_them(wired: Wiring) -> None:
    early, late = at(wired, Stage.REVIEWED), at(wired, Stage.STARTED)
    officer = early.browser(early.cast.officer)
    for page in ("convention", "suivi", "versements"):
        assert f"{early.home}/{page}" not in officer.get(early.home).text
        assert f"{late.home}/{page}" in officer.get(late.home).text


def test_a_sitting_planned_ahead_takes_its_attendance_on_its_day(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    empty = {"vague": WAVE, "jour": "02/11/2026", "heure": "17 h", "lieu": "Hôtel de Région"}
    planned = officer.submit(f"{CALL}/seances", {**empty, "jour": "20/02/2027"}).headers["location"]
    assert "elles s’enregistrent le jour où elle se tient" in officer.get(planned).text
    assert "Enregistrer les présences" not in officer.get(planned).text
    assert officer.submit(f"{CALL}/seances", hold(around, jour="20/02/2027")).status_code == 422
    today = officer.submit(f"{CALL}/seances", empty).headers["location"]
    assert f"{around.home}/actions/recommend" not in officer.get(f"{today}?point=1").text
    assert "Ses présences ne sont pas enregistrées" in officer.get(f"{today}?point=1").text
    nobody = officer.submit(f"{today}/presences", {"lieu": "ailleurs"})
    assert (nobody.status_code, "personne n’est noté présent" in nobody.text) == (422, True)
    away, there = around.cast.members[0].person_id, around.cast.members[1].person_id
    seats = {f"place-{there}": "present", f"place-{away}": str(around.cast.members[2].person_id)}
    refused = officer.submit(f"{today}/presences", seats)
    assert refused.status_code == 422
    assert f"{around.cast.members[2].name} n’est pas là" in refused.text
    taken = officer.submit(f"{today}/presences", {**seats, f"place-{away}": str(there)})
    assert taken.headers["location"] == today
    assert f"pouvoir à {around.cast.members[1].name}" in officer.get(today).text
    assert officer.submit(f"{today}/presences", seats).status_code == 409
    assert around.browser(around.cast.members[0]).submit(f"{today}/presences", seats).status_code == 403


def test_two_sittings_open_on_one_wave_keep_their_opinions_apart(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    first = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    alone = {f"place-{one.person_id}": "absent" for one in around.cast.members}
    president = {f"place-{around.cast.president.person_id}": "present"}
    second = officer.submit(
        f"{CALL}/seances", hold(around, preside="", lieu="Limoges", **alone, **president)
    ).headers["location"]
    assert "le comité tient 2 séances" in plain(officer.get(around.home).text)
    assert "/actions/" not in officer.get(f"{second}?point=1").text
    asked = next(one for one in LINK.findall(officer.get(f"{first}?point=1").text) if "/recommend?" in one)
    form = officer.get(asked.replace("&amp;", "&")).text
    key = first.rsplit("/", 1)[1]
    assert f'name="sitting" value="{key}"' in form
    advised = officer.submit(f"{around.home}/actions/recommend", {"votes_for": "3", "sitting": key})
    assert advised.status_code == 303
    assert "Avis favorable" in officer.get(first).text
    assert ">Avis favorable<" not in officer.get(second).text


def test_the_reasons_of_an_unfavourable_opinion_are_those_of_the_decision(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    said = {"votes_against": "3", "comment": "MOTIF du comité"}
    assert officer.submit(f"{around.home}/actions/not_recommend", said).status_code == 303
    form = around.browser(around.cast.manager).get(f"{around.home}/decision").text
    assert re.findall(r'<textarea id="(conditions|reasons)"[^>]*>\s*([^<]*)<', form) == [
        ("conditions", ""),
        ("reasons", "MOTIF du comité"),
    ]
    for page in (around.home, f"{here}?point=1"):
        assert "Motifs : MOTIF du comité" in plain(officer.get(page).text)


def test_a_sitting_is_put_right_with_a_reason_and_what_was_stays_readable(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    form = officer.get(f"{here}/rectifier").text
    assert form.count("<h1") == 1
    assert 'value="9 h 30"' in form
    right = hold(around, lieu="Limoges", reason="La salle a changé.")
    unreasoned = officer.submit(f"{here}/rectifier", {**right, "reason": ""})
    assert (unreasoned.status_code, "Limoges" in unreasoned.text) == (422, True)
    assert officer.submit(f"{here}/rectifier", right).headers["location"] == here
    read = plain(officer.get(here).text)
    for told in (
        "La salle a changé.",
        "au lieu de </span>Hôtel de Région</s> Limoges",
        around.cast.officer.name,
    ):
        assert told in read
    late = officer.submit(f"{here}/rectifier", {**right, "lieu": "Pau"})
    assert (late.status_code, "Pau" in late.text) == (409, True)
    assert officer.press(f"{here}/rectifier", {**right, "lieu": "Guéret"}).headers["location"] == here
    member = around.browser(around.cast.members[0])
    assert "La salle a changé." in member.get(here).text
    assert "Rectifier la séance" not in member.get(here).text
    assert member.submit(f"{here}/rectifier", right).status_code == 403
    assert member.get(f"{here}/rectifier").status_code == 403


def test_once_a_decision_is_released_the_page_that_rectifies_a_sitting_keeps_its_attendance(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.AWARDED)
    officer = around.browser(around.cast.officer)
    here = f"{CALL}/seances/1"
    form = plain(officer.get(f"{here}/rectifier").text)
    assert 'name="place-' not in form
    assert "Les présences et les pouvoirs ne se rectifient plus" in form
    sent = {
        "jour": "02/11/2026",
        "heure": "10 h",
        "lieu": "Limoges",
        "reason": "La salle a changé.",
        "seen": "0",
    }
    absent = {f"place-{one.person_id}": "absent" for one in around.cast.members[1:]}
    there = {f"place-{around.cast.members[0].person_id}": "present"}
    assert officer.submit(f"{here}/rectifier", {**sent, **absent, **there}).status_code == 409
    assert officer.submit(f"{here}/rectifier", sent).headers["location"] == here
    assert "Limoges" in officer.get(here).text


def test_the_colleges_of_an_item_add_up_to_its_quorum_without_who_leaves(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer = around.browser(around.cast.officer)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    interest = {"nature": "family"}
    assert (
        around.browser(around.cast.members[0]).submit(f"{around.home}/interet", interest).status_code == 303
    )
    point = plain(officer.get(f"{here}?point=1").text)
    (said,) = re.findall(r'<p class="big">(\d+) sur (\d+)</p>', point)
    shares = re.findall(r"(\d+)/(\d+)", point.partition("requis")[2].partition("</p>")[0])
    assert said == ("2", "3")
    assert [sum(int(share[side]) for share in shares) for side in (0, 1)] == [2, 3]


def test_two_conditions_are_two_in_the_point_and_in_what_is_published(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.SHORTLISTED)
    officer, manager = around.browser(around.cast.officer), around.browser(around.cast.manager)
    here = officer.submit(f"{CALL}/seances", hold(around)).headers["location"]
    said = {"votes_for": "3", "conditions": "Fournir le bail.\r\n\r\nEmbaucher."}
    assert officer.submit(f"{around.home}/actions/recommend_with_conditions", said).status_code == 303
    listed = "<ul><li>Fournir le bail.</li><li>Embaucher.</li></ul>"
    assert listed in officer.get(f"{here}?point=1").text
    decided = {
        "outcome": "award",
        "amount": "1000",
        **said,
        "deliberation": "2026-1",
        "deliberated_on": "02/11/2026",
    }
    del decided["votes_for"]
    assert manager.submit(f"{around.home}/decision", decided).status_code == 303
    assert listed in manager.get(f"{CALL}/decisions/publier?vague={WAVE}").text
