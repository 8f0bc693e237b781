"""The whole road through the pages alone: each method is a stretch, told by the forms that people see and send.

Only what is on a page is used: its links, its forms with their tokens, their labels and their buttons.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, select

from app.adapters.pdf.pool import PdfRenderer
from app.db import journal
from app.db.apply import applications
from app.db.base import key_of
from app.db.outbox import OutboxMail
from app.db.people import Person
from app.db.session import Database
from app.domain.call_file.forms import DossierFile, FormFile, Section
from app.domain.people import Actor
from app.services.wiring import Wiring
from app.words.formats import money
from tests import factories
from tests.edges import Browser, serve, wire
from tests.factories import Cast
from tests.fakes import FakeClock
from tests.journeys.by_api import cents_of, plain, text_of
from tests.journeys.pages import Form, Page, Visitor

NEWCOMER = "zoe.martin@lagrange.example"
CONDITION = "Joindre le bail signé."


@dataclass
class Road:
    """One call with its people, and the application that a newcomer begins."""

    wired: Wiring
    app: Any
    cast: Cast
    slug: str
    clock: FakeClock
    reference: str = ""
    newcomer: Visitor = field(init=False)

    @classmethod
    def around(cls, database: Database, slug: str, clock: FakeClock, pdf: PdfRenderer) -> "Road":
        clock.now = factories.AN_OPEN_DAY
        wired = wire(database, clock=clock, pdf=pdf)
        with database.write() as session:
            cast = factories.cast(factories.work(session, now=clock.now), slug)
        road = cls(wired, serve(wired), cast, slug, clock)
        road.newcomer = Visitor(Browser(wired, app=road.app))
        return road

    @property
    def home(self) -> str:
        return f"/candidatures/{self.reference}"

    @property
    def desk(self) -> str:
        return f"/bureau/appels/{self.slug}"

    @property
    def today(self) -> str:
        return f"{self.clock.now:%d/%m/%Y}"

    def later(self, **how_much: float) -> None:
        """Time passes: everybody signs in again."""
        self.clock.advance(**how_much)
        if self.reference:
            self.newcomer = self.signed_in(NEWCOMER)

    def signed_in(self, address: str) -> Visitor:
        browser = Browser(self.wired, app=self.app)
        with self.wired.database.read() as session:
            person = session.exec(select(Person).where(Person.email == address)).one()
        browser.enter(person)
        return Visitor(browser)

    def by(self, actor: Actor) -> Visitor:
        return self.signed_in(actor.email)

    def act(self, who: Visitor, button: str, answers: dict[str, Any] | None = None) -> Page:
        """From the page of the application: its button, what is asked, and back."""
        asked = who.follow(who.go(self.home), button)
        return who.send(asked.form(f"{asked.address}"), answers)

    def sign_in_by_mail(self, page: Page) -> Page:
        """From the sign-in page: ask a link, follow it, arrive where one wanted to go."""
        who = self.newcomer
        sent = who.send(page.form("/connexion"), {"Votre adresse électronique": NEWCOMER})
        assert sent.says("Regardez votre messagerie")
        with self.wired.database.read() as session:
            query = select(OutboxMail).where(OutboxMail.to == NEWCOMER).order_by(col(OutboxMail.id).desc())
            mail = session.exec(query).first()
        assert mail is not None
        confirm = who.go(mail.data["link"].removeprefix(self.wired.settings.base_url))
        return who.send(confirm.form("/connexion/lien"))

    def begin(self, **organisation: str) -> None:
        """From the home page to an application, through the sign-in."""
        who, call = self.newcomer, factories.call_folder(self.slug).call
        read = who.follow(who.go("/"), call.title)
        assert read.says("Ce qui est financé")
        page = who.follow(read, "Candidater")
        assert page.address == "/connexion"
        page = self.sign_in_by_mail(page)
        page = who.send(page.form("/candidater"), {**ORGANISATION, **organisation})
        self.reference = page.address.rsplit("/", 1)[1]
        assert re.fullmatch(r"[A-Z]{2}26-\d{4}", self.reference), page.address

    def write_and_file_letter(self) -> None:
        form = factories.call_folder(self.slug).letter
        assert form is not None
        self._write("lettre", form)
        self._file("lettre", "Déposer la lettre", ())

    def invite(self) -> None:
        self.later(days=3)
        officer = self.by(self.cast.officer)
        page = officer.go(self.home)
        officer.send(page.form(button="Prendre en charge"))
        self.act(officer, "Inviter à déposer", {"Un mot pour le porteur": "Venez nous voir."})
        assert self.newcomer.go(self.home).says("Votre dossier")

    def write_and_file_dossier(self, euros: int = factories.EUROS) -> None:
        form = factories.call_folder(self.slug).dossier
        self._write("dossier", form)
        self._budget(form, euros)
        self._pieces(form)
        self._file("dossier", "Déposer le dossier", tuple(one.text for one in form.declarations))
        receipt = text_of(self.newcomer.download(f"{self.home}/depots/dossier/1.pdf"))
        assert self.reference in receipt

    def declare_admissible(self) -> None:
        self.later(days=5)
        officer = self.by(self.cast.officer)
        page = officer.follow(officer.go(self.home), "Grille de recevabilité")
        grid = page.form("/recevabilite", button="Enregistrer la grille")
        for name in [one.name for one in grid.controls if one.name.startswith("verdict-")]:
            grid.put(name, "holds")
        officer.send(grid, button="Enregistrer la grille")
        self.act(officer, "Déclarer recevable")

    def review(self) -> None:
        """The experts are named, take the review, mark; the officer closes."""
        officer, file = self.by(self.cast.officer), factories.call_folder(self.slug).scoring
        assert file is not None
        experts = self.cast.experts[: file.reviewers]
        for expert in experts:
            page = officer.follow(officer.go(self.home), "Désigner les experts")
            officer.send(page.form("/experts", button=expert.name), button=expert.name)
        self.act(officer, "Ouvrir l’expertise")
        for expert in experts:
            self._mark(self.by(expert))
        self.act(officer, "Clore l’expertise")

    def _mark(self, who: Visitor) -> None:
        file = factories.call_folder(self.slug).scoring
        assert file is not None
        page = who.go(who.go("/expertises").link("La Grange"))
        page = who.send(page.form("/reponse", button="Accepter"), {"Je déclare n’avoir aucun intérêt": True})
        grid = page.form(f"/expertises/{self.reference}")
        for criterion in file.criteria:
            highest = [one.value for one in grid.controls if one.name == f"note-{criterion.key}"][-1]
            grid.put(f"note-{criterion.key}", highest or str(criterion.scale.max))
            grid.put(f"motif-{criterion.key}", "Solide et éprouvé.")
        page = who.send(grid, button="Rendre l’expertise")
        assert page.says("Votre expertise est rendue")

    def sit(self, amount: str) -> None:
        """The committee sits, with everybody there, and gives its opinion; the applicant learns nothing of it."""
        call = factories.call_folder(self.slug).call
        wave = [
            one for one in call.waves if f"{one.opens_at:%Y-%m-%d}" < f"{factories.AN_OPEN_DAY:%Y-%m-%d}"
        ][-1]
        assert wave.committee_on is not None
        self.later(days=(wave.committee_on - self.clock.now.date()).days)
        officer = self.by(self.cast.officer)
        self.act(officer, "Inscrire au comité")
        ranking = officer.go(f"{self.desk}/classement")
        assert ranking.says("La Grange")
        page = officer.go(f"{self.desk}/seances")
        form = page.form("/seances", button="Ouvrir la séance")
        for name in {one.name for one in form.controls if one.name.startswith("place-")}:
            form.put(name, "present")
        page = officer.send(form, {"Jour": self.today, "Heure": "10 h", "Lieu": "Hôtel de Région"})
        page = officer.follow(page, "La Grange")
        page = officer.follow(page, "Avis favorable sous conditions")
        votes = {"Voix pour": "3", "Abstentions": "1", "Montant proposé": amount, "Conditions": CONDITION}
        officer.send(page.form(page.address), votes)
        assert not self.newcomer.go(self.home).says(CONDITION)

    def decide_and_release(self, amount: str) -> None:
        """The manager records a provisional decision, then releases the wave; only then does the applicant know."""
        manager = self.by(self.cast.manager)
        page = manager.go(f"{self.home}/decision")
        answers = {"Que décide": "award", "Montant de l’aide": amount, "Conditions": CONDITION}
        answers |= {"Numéro de la délibération": "2026.1234.SP", "Date de la délibération": self.today}
        manager.send(page.form("/decision"), answers)
        shown = money(cents_of(amount.replace(",", ".")))
        assert not self.newcomer.go(self.home).says(shown)
        page = manager.follow(manager.go(f"{self.desk}/decisions"), "Publier la décision")
        manager.send(page.form("/publier"))
        assert self.newcomer.go(self.home).says(shown)

    def agree(self, amount: str) -> None:
        officer = self.by(self.cast.officer)
        self.act(officer, "Admettre à la table")
        self.later(days=60)
        answers = {"Montant convenu": amount, "Engagements de chacun": "Locaux, deux animateurs."}
        answers |= {"Numéro de la délibération": "2026-88", "Date de la délibération": self.today}
        self.act(self.by(self.cast.officer), "Enregistrer l’accord", answers)

    def sign_convention(self, amount: str) -> None:
        """Targets, the PDF that says what was decided, both signatures."""
        self.later(days=2)
        officer = self.by(self.cast.officer)
        page = officer.go(f"{self.home}/suivi")
        targets = page.form("/suivi/cibles")
        for name in [one.name for one in targets.controls if one.kind != "hidden"]:
            targets.put(name, "10" if name.endswith("baseline") else "60")
        officer.send(targets)
        self.act(officer, "Établir la convention")
        self.act(officer, "Envoyer pour signature")
        page = self.newcomer.follow(self.newcomer.go(self.home), "La convention")
        printed = text_of(self.newcomer.download(page.link("Télécharger le PDF")))
        assert plain(money(cents_of(amount.replace(",", ".")))) in plain(printed)
        days = {"Signée par le bénéficiaire le": self.today, "Signée par l’autorité le": self.today}
        self.act(officer, "Enregistrer les signatures", days)

    def follow_up(self) -> None:
        """Three rendezvous; each opens a payment, which is asked for and paid; then the end."""
        self._meet("kickoff", {"Le plan de financement a été étudié": True})
        self._pay(1)
        self._report("midterm")
        self._meet("midterm", {})
        self._pay(2)
        self._report("final")
        self._meet("final", {})
        self._pay(3)
        self.act(self.by(self.cast.officer), "Clore le dossier")

    def _meet(self, kind: str, more: dict[str, Any]) -> None:
        """The button tells the rendezvous as the call calls it."""
        self.later(days=30)
        file = factories.call_folder(self.slug).follow_up
        assert file is not None
        button = f"Enregistrer le rendez-vous « {file.meetings[kind]} »"
        meeting = {"Tenu le": self.today, "Lieu": "Bellac, mairie", "Personnes présentes": "Le collectif."}
        self.act(
            self.by(self.cast.officer), button, {**meeting, "Compte rendu": "Le plan a été relu.", **more}
        )

    def _pay(self, rank: int) -> None:
        page = self.newcomer.go(f"{self.home}/versements")
        self.newcomer.send(page.form("/demander"), {"Un mot pour": "Les pièces sont envoyées."})
        finance = self.by(self.cast.finance)
        page = finance.follow(finance.go("/versements"), "Enregistrer le paiement")
        answers = {"Date du paiement": self.today, "Numéro du mandat": f"M-{rank}"}
        finance.send(page.form(button="Enregistrer le paiement"), answers)

    def _report(self, kind: str) -> None:
        self.later(days=200)
        page = self.newcomer.go(f"{self.home}/suivi")
        form = page.form("/suivi/indicateurs")
        for one in [one for one in form.controls if one.kind != "hidden"]:
            form.put(one.name, "Le lieu vit." if one.kind == "textarea" else "42")
        self.newcomer.send(form)

    def _write(self, name: str, form: FormFile) -> None:
        """Section after section, by the button that saves and goes on."""
        who = self.newcomer
        page = who.go(f"{self.home}/{name}/{form.sections[0].key}")
        for section in form.sections:
            for _ in range(3):
                assert page.address.endswith(f"/{section.key}"), page.address
                before = shown(page.form(f"/{name}/{section.key}"), section)
                page = self._answer(page, name, section)
                if not page.address.endswith(f"/{section.key}"):
                    break
                assert shown(page.form(f"/{name}/{section.key}"), section) != before, page.text

    def _answer(self, page: Page, name: str, section: Section) -> Page:
        form = page.form(f"/{name}/{section.key}")
        for question in section.questions:
            if form.asks(question.key):
                form.put(question.key, factories.answer_to(question))
        return self.newcomer.send(form, button="Enregistrer et continuer")

    def _budget(self, form: DossierFile, euros: int) -> None:
        page = self.newcomer.go(f"{self.home}/dossier/budget")
        plan = page.form("/dossier/budget")
        for table, lines in factories.budget(form, euros).items():
            for code, (first, *_) in lines.items():
                plan.put(next(one.name for one in plan.controls if is_cell(one.name, table, code)), first)
        page = self.newcomer.send(plan, button="Enregistrer et continuer")
        assert page.address == f"{self.home}/dossier/pieces"

    def _pieces(self, form: DossierFile) -> None:
        page = self.newcomer.go(f"{self.home}/dossier/pieces")
        for piece in form.pieces:
            found = [
                one
                for one in page.forms
                if any(each.name == "piece" and each.value == piece.key for each in one.controls)
            ]
            if piece.required and found:
                name = f"{piece.key}.{piece.formats[0]}"
                page = self.newcomer.send(found[0], files={"Choisir": (name, factories.A_PDF)})
                assert page.says(name), page.text

    def _file(self, name: str, button: str, declarations: tuple[str, ...]) -> None:
        page = self.newcomer.go(f"{self.home}/{name}/verifier")
        form = page.form(f"/{name}/verifier")
        for words in declarations:
            if any(plain(words) == one.label for one in form.controls):
                form.controls[[one.label for one in form.controls].index(plain(words))].checked = True
        page = self.newcomer.send(form, button=button)
        assert page.address == self.home
        assert page.says("est bien déposé"), page.text

    def moves(self) -> list[str]:
        """The actions that moved the application, in order."""
        with self.wired.database.read() as session:
            found = applications.by_reference(session, self.reference)
            assert found is not None
            rows = journal.of_application(session, key_of(found))
        return [row.verb for row in rows if row.target is not None]


ORGANISATION = {
    "Nom de la structure": "La Grange de Bellac",
    "SIRET": factories.siret(88_000),
    "Numéro RNA": "W871234567",
    "Adresse": "3 place du Palais",
    "Code postal": "87300",
    "Commune du siège": "Bellac",
    "Représentant légal": "Jean Faure",
    "Sa qualité": "président",
}
SIDES = {
    "expenses": "charges",
    "income": "produits",
    "in_kind_uses": "emplois",
    "in_kind_sources": "ressources",
}


def is_cell(name: str, table: str, code: str) -> bool:
    """Is this the box of the first year of that line of the plan?"""
    return name.endswith(f".{code}.1") and name.startswith(f"{SIDES[table]}.")


def shown(form: Form, section: Section) -> list[str]:
    """The questions of the section that the page asks."""
    return [one.key for one in section.questions if form.asks(one.key)]
