"""Who does what on the road: each method is a deed, by the links, the labels and the buttons of the pages alone."""

import re
from io import BytesIO

import pikepdf
from playwright.sync_api import expect

from app.domain.call_file.forms import FormFile
from tests import factories
from tests.browser.people import Someone, write_section
from tests.factories import TIERS_LIEUX

CALL = f"/appels/{TIERS_LIEUX}"
TITLE = "La Grange de Bellac"
CONDITION = "Joindre le bail signé."
DELIBERATION = "2026.1234.SP"
ORGANISATION = {
    "Nom de la structure": TITLE,
    "SIRET": factories.siret(99_000),
    "Numéro RNA": "W871234567",
    "Adresse": "3 place du Palais",
    "Code postal": "87300",
    "Commune du siège": "Bellac",
    "Représentant légal": "Jean Faure",
    "Sa qualité": "président",
}


def _one_page() -> bytes:
    """A document that opens: the service looks at each before it keeps it."""
    kept = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(kept)
    return kept.getvalue()


A_PDF = {"name": "piece.pdf", "mimeType": "application/pdf", "buffer": _one_page()}


class Applicant(Someone):
    """Begins, writes, files; later reports and asks to be paid."""

    def begins(self) -> str:
        """From the page of the call, through the mail, to an application: its address."""
        self.page.goto(CALL)
        self.follow("Candidater")
        self.go(self.page.url)
        self.fill(ORGANISATION)
        self.press("Commencer la candidature")
        found = re.search(r"/candidatures/TL26-\d{4}$", self.page.url)
        assert found, self.page.url
        return found[0]

    def opens(self) -> None:
        """The page of the application, from one's own list."""
        self.go("/candidatures")
        self.follow(TITLE, exact=False)

    def writes_the_letter(self) -> None:
        letter = factories.call_folder(TIERS_LIEUX).letter
        assert letter is not None
        self._writes(letter)
        assert self.page.url.endswith("/lettre/verifier"), self.page.url

    def writes_the_dossier(self) -> None:
        self._writes(factories.call_folder(TIERS_LIEUX).dossier)
        assert self.page.url.endswith("/dossier/budget"), self.page.url

    def _writes(self, form: FormFile) -> None:
        """Section after section, by the button that saves and goes on."""
        self.follow(form.sections[0].title, exact=False)
        for section in form.sections:
            expect(self.page.get_by_role("heading", level=1)).to_have_text(section.title)
            write_section(self.page, section, {"title": TITLE})

    def balances_the_budget(self) -> None:
        """The totals are added up as one types."""
        balance = self.page.locator("[data-balance]")
        self.page.fill("[name='charges.21-mobilier.1']", "80 000,00")
        self.page.fill("[name='produits.74-region.1']", "40000")
        self.page.fill("[name='produits.10-fonds.1']", "39 999,50")
        expect(balance).to_have_text("Il manque 0,50\u00a0€ de produits.")
        self.page.fill("[name='produits.10-fonds.1']", "40 000,00")
        expect(balance).to_have_text("Charges et produits sont égaux.")
        self.press("Enregistrer et continuer")

    def joins_the_pieces(self) -> None:
        for key in ("statuts", "rib", "comptes", "bail"):
            self.page.set_input_files(f"#file-{key}", A_PDF)
            with self.page.expect_navigation():
                self.page.locator(f"#piece-{key}").get_by_role("button", name="Joindre").click()
        self.follow("Vérifier et déposer")

    def files(self, button: str) -> None:
        """Declare what is asked, then click twice, as many people do."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.page.get_by_role("button", name=button).dblclick()
        self.is_told("bien déposé")

    def reports(self) -> None:
        """A value for every indicator that is asked for."""
        self.opens()
        self.follow("Renseigner les indicateurs", exact=False)
        form = self.page.locator("form[action$='/suivi/indicateurs']")
        for box in form.get_by_role("textbox").all():
            box.fill("42")
        self.press("Enregistrer les indicateurs")
        self.is_told()

    def asks_to_be_paid(self) -> None:
        self.opens()
        self.follow("Demander le versement")
        self.press("Demander ce versement")
        self.is_told()


class Officer(Someone):
    """Reads, judges, names, convenes, prepares, records."""

    def opens(self, view: str = "À traiter") -> None:
        """The application, from the list of the desk that it must be in."""
        self.go("/bureau")
        self.follow(view, exact=False)
        self.follow(TITLE)

    def takes_charge(self) -> None:
        self.press("Prendre en charge")
        self.is_told()

    def judges_it_conform(self) -> None:
        """Every line of the checklist holds."""
        self.follow("Grille de recevabilité")
        for line in self.page.get_by_role("group", name="Verdict sur").all():
            line.get_by_role("radio", name="Conforme", exact=True).check()
        self.press("Enregistrer la grille")
        self.is_told()

    def names(self, *experts: str) -> None:
        self.follow("Désigner les experts")
        for name in experts:
            self.press(f"Désigner {name}")
            self.is_told()
        self.follow("Revenir au dossier")

    def opens_a_sitting(self, day: str, present: tuple[str, ...]) -> None:
        self.go("/comite")
        self.follow("Séances")
        self.fill({"Jour": day, "Heure": "10 h", "Lieu": "Hôtel de Région"})
        for name in present:
            self.page.get_by_label(name, exact=True).select_option("présence")
        self.press("Ouvrir la séance")
        self.is_told()

    def sets_the_targets(self) -> None:
        self.follow("à fixer", exact=False)
        form = self.page.locator("form[action$='/suivi/cibles']")
        for label, value in (("Départ", "10"), ("Cible", "60,5")):
            for box in form.get_by_label(label).all():
                box.fill(value)
        self.press("Enregistrer les cibles")
        self.is_told()
        self.follow("Revenir à la candidature")

    def records_the_meeting(self, button: str, day: str, *, first: bool = False) -> None:
        """One of the three rendezvous, with its minutes; at the first the plan is studied."""
        self.follow(button)
        self.fill({"Tenu le": day, "Lieu": "Bellac, mairie", "Personnes présentes": "Le collectif."})
        self.fill({"Compte rendu": "Le plan a été relu."})
        if first:
            self.page.get_by_role("checkbox").check()
        self.press(button)
        self.is_told()


class Expert(Someone):
    """Accepts, marks, hands in."""

    def accepts(self) -> None:
        self.go("/expertises")
        self.follow(TITLE)
        self.page.get_by_label("Je déclare n’avoir aucun intérêt").check()
        self.press("Accepter et lire le dossier")

    def justifies_without_marking(self) -> None:
        """Handed in too early, the grid comes back with what is missing, in its order, and nothing typed is lost."""
        for box in self.page.get_by_label("Ce qui justifie cette note").all():
            box.fill("Solide et éprouvé.")
        self.press("Rendre l’expertise")
        faults = self.page.get_by_role("alert")
        expect(faults).to_be_focused()
        faults.get_by_role("link").first.click()
        expect(self.page.get_by_role("group", name="Note pour").first).to_be_focused()
        for box in self.page.get_by_label("Ce qui justifie cette note").all():
            expect(box).to_have_value("Solide et éprouvé.")

    def marks(self) -> None:
        for grid in self.page.get_by_role("group", name="Note pour").all():
            grid.get_by_role("radio").last.check()
        self.page.get_by_label("Commentaire d’ensemble").fill("Un beau projet.")
        self.press("Rendre l’expertise")
        self.is_told("rendue")


class President(Someone):
    """Gives the opinion of the committee, point by point."""

    def gives_the_opinion(self, amount: str) -> None:
        self.go("/comite")
        self.follow("Séances")
        self.follow("Séance du", exact=False)
        self.follow("Prendre le point suivant")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(TITLE)
        votes = {"Voix pour": "3", "Abstentions": "1", "Montant proposé": amount, "Conditions": CONDITION}
        self.act("Avis favorable sous conditions", votes)


class Manager(Someone):
    """Decides, then publishes a whole wave."""

    def awards(self, amount: str, day: str) -> None:
        """From the list of what is to be decided, and back to it."""
        self.go(f"/bureau{CALL}")
        self.follow("Décisions", exact=False)
        self.follow("Enregistrer la décision", exact=False)
        self.page.get_by_role("radio", name="Retenue").first.check()
        self.fill({"Montant de l’aide": amount, "Conditions": CONDITION})
        self.fill({"Numéro de la délibération": DELIBERATION, "Date de la délibération": day})
        self.press("Enregistrer la décision")
        self.is_told()

    def publishes(self) -> None:
        self.follow("Publier la décision")
        self.press("Publier et avertir l’équipe")
        self.is_told()


class Finance(Someone):
    """Records what was paid."""

    def pays(self, day: str, order: str) -> None:
        self.go("/versements")
        self.follow("Enregistrer le paiement", exact=False)
        self.fill({"Date du paiement": day, "Numéro du mandat": order})
        self.press("Enregistrer le paiement")
        self.is_told()
