"""The pages of a draw: the manager fixes the list, publishes the seed, and everybody reads how to do it again."""

import hashlib
import re
from datetime import datetime

from app.domain.allocation import digest, draw
from app.domain.workflow import Outcome, Stage
from app.services.review import reviews
from app.services.road import decisions
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.lottery import AFTER, SEED, SOURCE, TYPED, WAVE, reviewed
from tests.web.applicants import Around

CALL = f"/bureau/appels/{TIERS_LIEUX}"
RANKING, DRAW = f"{CALL}/classement?vague={WAVE}", f"{CALL}/tirage?vague={WAVE}"
PUBLIC = f"/appels/{TIERS_LIEUX}"


def ready(wired: Wiring, now: datetime = AFTER) -> tuple[Around, tuple[str, ...]]:
    clock = wired.clock
    assert isinstance(clock, FakeClock)
    with wired.database.write() as session:
        work = factories.work(session)
        first, tied = reviewed(work, wired.files)
        cast = factories.cast(work)
    clock.now = now
    return Around(wired, first, cast), tied


def test_the_list_is_fixed_then_the_seed_is_published_and_all_may_do_the_draw_again(wired: Wiring) -> None:
    around, tied = ready(wired)
    manager, officer = around.browser(around.cast.manager), around.browser(around.cast.officer)
    page = officer.get(RANKING).text
    assert page.count("à tirer au sort</span>") == 3
    assert "3 candidatures sont à tirer au sort" in plain(page)
    assert "Arrêter la liste" not in page
    assert f'href="{DRAW}"' in manager.get(RANKING).text
    assert "Le tirage au sort" not in around.browser(around.cast.stranger).get(PUBLIC).text
    asked = plain(manager.get(DRAW).text)
    assert f"3 candidatures seront tirées au sort : {', '.join(sorted(tied))}." in asked
    assert officer.get(DRAW).status_code == 403
    refused = manager.submit(f"{CALL}/tirage", {"vague": WAVE}, drawn_at=DRAW)
    assert refused.status_code == 422
    assert 'href="#how"' in refused.text
    refused = manager.submit(f"{CALL}/tirage", {"vague": WAVE, "how": "public"}, drawn_at=DRAW)
    assert 'href="#source"' in refused.text
    sent = {"vague": WAVE, "how": "public", "source": SOURCE}
    fixed = manager.submit(f"{CALL}/tirage", sent, drawn_at=DRAW)
    assert fixed.headers["location"] == f"{RANKING}#tirage"
    told = plain(around.browser(around.cast.stranger).get(PUBLIC).text)
    assert f"Source de la graine, annoncée d’avance : {SOURCE}." in told
    assert "Hugo Leroy" not in told
    assert "arrêtée par Hugo Leroy depuis le 1er février 2027 à 10 h" in plain(officer.get(RANKING).text)
    assert manager.submit(f"{CALL}/tirage", sent).status_code == 409
    wrong = manager.submit(f"{CALL}/tirage/graine", {"vague": WAVE, "seed": "é"}, drawn_at=DRAW)
    assert wrong.status_code == 422
    assert 'href="#seed"' in wrong.text
    assert "Publier la graine" in manager.get(RANKING).text
    done = manager.submit(f"{CALL}/tirage/graine", {"vague": WAVE, "seed": TYPED}, drawn_at=DRAW)
    assert done.headers["location"] == f"{RANKING}#tirage"
    again = manager.submit(f"{CALL}/tirage/graine", {"vague": WAVE, "seed": "1"})
    assert again.status_code == 409
    assert "La graine est déjà publiée par Hugo Leroy" in plain(again.text)
    assert manager.get(DRAW).headers["location"] == f"{RANKING}#tirage"
    order, page = draw(SEED, tied), plain(officer.get(RANKING).text)
    for place, reference in enumerate(order, start=1):
        assert f"tirage : {place} sur 3" in page
        assert f"{reference}</a><br><code>{digest(SEED, reference)}</code>" in page
    listing = officer.get(f"{CALL}/tirage/liste.txt?vague={WAVE}")
    assert listing.headers["content-type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(listing.content).hexdigest() in page
    for read in (page, plain(around.browser(around.cast.stranger).get(PUBLIC).text)):
        assert f"La graine du tirage est « {SEED} »" in read
        assert f"printf &#39;%s&#39; &#34;{SEED}:RÉFÉRENCE&#34; | sha256sum" in read
    rows = re.findall(r'<th scope="row"><a href="/candidatures/(TL[^"]+)"', officer.get(RANKING).text)
    assert rows == [around.reference, *order]


def test_a_draw_that_may_not_be_held_yet_says_why(wired: Wiring) -> None:
    around, _ = ready(wired, factories.AN_OPEN_DAY)
    manager = around.browser(around.cast.manager)
    page = plain(manager.get(DRAW).text)
    assert "la vague prend des dossiers jusqu’au 29 janvier 2027 à 17 h" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    assert manager.submit(f"{CALL}/tirage", {"vague": WAVE, "how": "house"}).status_code == 409


def test_a_release_waits_for_the_seed_and_says_so(wired: Wiring) -> None:
    around, _ = ready(wired)
    manager = around.browser(around.cast.manager)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        session.info["cast"] = {TIERS_LIEUX: around.cast}
        factories.walk(work, around.reference, Stage.RECOMMENDED)
        manages = factories.work(session, around.cast.manager, wired.clock())
        said = {
            "reasons": "Trop loin de l’appel : article 4.",
            "deliberation": "2026.1",
            "deliberated_on": wired.clock().date(),
        }
        decisions.record(manages, around.reference, Outcome.REJECT, **said)
    asked = f"{CALL}/decisions/publier?vague={WAVE}"
    assert "Publier et avertir" in manager.get(asked).text
    assert manager.submit(f"{CALL}/tirage", {"vague": WAVE, "how": "house"}).status_code == 303
    held_up = plain(manager.get(asked).text)
    assert "Aucune décision ne se publie entre les deux." in held_up
    assert "Publier et avertir" not in held_up
    assert f'href="{CALL}/tirage?vague={WAVE}"' in manager.get(asked).text
    refused = manager.submit(f"{CALL}/decisions/publier", {"vague": WAVE})
    assert refused.status_code == 409
    assert "Le tirage au sort de cette vague n’est pas fait" in plain(refused.text)
    manager.submit(f"{CALL}/tirage/graine", {"vague": WAVE})
    assert manager.publish(f"{CALL}/decisions", WAVE).status_code == 303


def test_who_has_an_interest_in_the_list_draws_nothing_and_reads_no_order(wired: Wiring) -> None:
    around, _ = ready(wired)
    manager, member = around.browser(around.cast.manager), around.browser(around.cast.members[0])
    with wired.database.write() as session:
        work = factories.work(session, around.cast.members[0], now=wired.clock())
        reviews.declare_interest(work, around.reference, "family")
    assert "Le tirage au sort" not in member.get(RANKING).text
    assert manager.submit(f"{CALL}/tirage", {"vague": WAVE, "how": "house"}).status_code == 303
    asked = manager.get(DRAW).text
    assert "Tirer et publier la graine" in asked
    assert 'name="seed"' not in asked
    assert manager.submit(f"{CALL}/tirage/graine", {"vague": WAVE}).status_code == 303
    page = member.get(RANKING).text
    assert "sha256sum" in page
    assert "L’ordre du tirage" not in page
    listing = f"{CALL}/tirage/liste.txt?vague={WAVE}"
    assert listing not in page
    assert member.get(listing).status_code == 403
    assert manager.get(listing).status_code == 200
    with wired.database.write() as session:
        work = factories.work(session, around.cast.manager, now=wired.clock())
        reviews.declare_interest(work, around.reference, "family")
    assert manager.get(DRAW).status_code == 403
    assert f'href="{DRAW}"' not in manager.get(RANKING).text


def test_a_call_without_lottery_has_no_draw(wired: Wiring) -> None:
    with wired.database.write() as session:
        work = factories.work(session)
        cast = factories.cast(work)
    around = Around(wired, "", cast)
    for address in (DRAW, f"{CALL}/tirage/liste.txt?vague={WAVE}"):
        assert around.browser(cast.manager).get(address).status_code == 404
